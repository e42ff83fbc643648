import { Chance } from '../chance';
import { analysisOf } from './call-analysis';
import { planCall } from './call-plan';
import type { Behaviour } from './people';
import type { SimulatedCall } from './simulated-call';

const from = new Date('2026-11-23T15:00:00.000Z');

function ended(behaviour: Behaviour, analysisPlan: Record<string, unknown>): SimulatedCall {
  const assistant = { firstMessage: 'Hi {{ name }}, do you have a minute?', analysisPlan };
  const input = { callId: 'call-1', behaviour, from, pace: 1, assistant, variableValues: { name: 'Ann' } };
  const plan = planCall(input, new Chance(1));
  return {
    id: 'call-1',
    createdAt: from.toISOString(),
    updatedAt: plan.endsAt,
    status: 'ended',
    endedReason: plan.endedReason,
    ...(plan.answeredAt !== undefined && { startedAt: plan.answeredAt }),
    endedAt: plan.endsAt,
    request: {},
    customer: {},
    assistant,
    behaviour,
    nth: 1,
    concurrencyBlocked: false,
    plan,
    done: [],
    isDeleted: false,
  };
}

const schema = (properties: Record<string, unknown>): Record<string, unknown> => ({
  structuredDataPlan: { enabled: true, schema: { type: 'object', properties } },
});

describe('analysisOf', () => {
  it('fills the names it knows by the types of the schema and leaves the others out', () => {
    const plan = schema({
      reached: { type: 'boolean' },
      interest: { type: 'boolean' },
      optOut: { type: 'boolean' },
      callbackAt: { type: 'string' },
      shoeSize: { type: 'number' },
    });
    expect(analysisOf(ended('interested', plan)).structuredData).toEqual({
      reached: true,
      interest: true,
      optOut: false,
    });
  });

  it('chooses from an enum what comes closest', () => {
    const plan = schema({
      interest: { type: 'string', enum: ['hot', 'warm', 'cold', 'none'] },
      outcome: { type: 'string', enum: ['completed', 'callback-requested', 'opted-out', 'other'] },
    });
    expect(analysisOf(ended('opt-out', plan)).structuredData).toEqual({
      interest: 'none',
      outcome: 'opted-out',
    });
    expect(analysisOf(ended('callback', plan)).structuredData).toMatchObject({
      outcome: 'callback-requested',
    });
    expect(analysisOf(ended('not-interested', plan)).structuredData).toEqual({
      interest: 'cold',
      outcome: 'other',
    });
  });

  it('tells when to call back as an instant after the call', () => {
    const call = ended('callback', schema({ callbackAt: { type: ['string', 'null'] } }));
    const callbackAt = String(analysisOf(call).structuredData?.callbackAt);
    expect(Date.parse(callbackAt) - Date.parse(call.plan.endsAt)).toBeGreaterThanOrEqual(2 * 3_600_000);
    const other = ended('interested', schema({ callbackAt: { type: ['string', 'null'] } }));
    expect(analysisOf(other).structuredData).toEqual({ callbackAt: null });
  });

  it('has a summary and a success evaluation in words by default, but no structured data', () => {
    const analysis = analysisOf(ended('interested', {}));
    expect(analysis).toEqual({ summary: expect.stringMatching(/price/), successEvaluation: 'true' });
  });

  it('is empty where nobody answered', () => {
    expect(analysisOf(ended('no-answer', schema({ reached: { type: 'boolean' } })))).toEqual({});
  });
});
