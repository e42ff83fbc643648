import { Chance } from '../chance';
import { planCall } from './call-plan';
import { BEHAVIOURS, COURSES, type Behaviour } from './people';
import type { CallPlan } from './simulated-call';

const from = new Date('2026-11-23T15:00:00.000Z');

function plan(behaviour: Behaviour, assistant: Record<string, unknown> = {}, pace = 1): CallPlan {
  const input = {
    callId: 'call-1',
    behaviour,
    from,
    pace,
    assistant,
    variableValues: { lead: { name: 'Ann' } },
  };
  return planCall(input, new Chance(1));
}

const seconds = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 1000;

describe('planCall', () => {
  it.each(BEHAVIOURS)('puts the events of a call with behaviour %s in their order', (behaviour) => {
    const { ringingAt, answeredAt, lines, endsAt, reportAt, endedReason } = plan(behaviour);
    const spoken = lines.flatMap(({ at, endAt }) => [at, endAt]);
    const order = [from.toISOString(), ringingAt, answeredAt, ...spoken, endsAt, reportAt].filter(Boolean);
    expect(order).toEqual(order.toSorted());
    expect(endedReason).toBe(COURSES[behaviour].endedReason);
    expect(answeredAt !== undefined).toBe(COURSES[behaviour].isAnswered);
  });

  it('lets a conversation last as long as it takes to say', () => {
    const { answeredAt = '', endsAt } = plan('interested');
    expect(seconds(answeredAt, endsAt)).toBeGreaterThan(20);
    expect(seconds(answeredAt, endsAt)).toBeLessThan(90);
  });

  it('divides every duration by the pace', () => {
    const total = seconds(from.toISOString(), plan('interested').endsAt);
    expect(seconds(from.toISOString(), plan('interested', {}, 60).endsAt)).toBeCloseTo(total / 60, 1);
  });

  it('opens with the rendered first message', () => {
    const { lines } = plan('not-interested', { firstMessage: 'Hi {{lead.name}}, this is {{ agent }}.' });
    expect(lines[0]).toMatchObject({ role: 'bot', text: 'Hi Ann, this is .' });
  });

  it('ends at the longest duration the assistant allows', () => {
    const cut = plan('interested', { maxDurationSeconds: 10 });
    expect(cut.endedReason).toBe('exceeded-max-duration');
    expect(seconds(cut.answeredAt ?? '', cut.endsAt)).toBeCloseTo(10, 1);
    expect(cut.lines.every(({ endAt }) => endAt <= cut.endsAt)).toBe(true);
  });

  it('uses a tool only where the assistant has it, with arguments for its parameters', () => {
    const properties = {
      reason: { type: 'string' },
      callbackAt: { type: 'string' },
      isUrgent: { type: 'boolean' },
    };
    const tool = (name: string): Record<string, unknown> => ({
      model: {
        tools: [{ type: 'function', function: { name, parameters: { type: 'object', properties } } }],
      },
    });
    expect(plan('callback', tool('opt_out')).tool).toBeUndefined();
    const { tool: used } = plan('callback', tool('request_callback'));
    expect(used?.arguments).toEqual({
      reason: expect.stringContaining('call me back'),
      callbackAt: expect.stringMatching(/^2026-11-2\dT/),
      isUrgent: true,
    });
    expect(plan('opt-out', tool('opt_out')).tool?.arguments).toMatchObject({
      reason: expect.stringContaining('take me off your list'),
    });
  });
});
