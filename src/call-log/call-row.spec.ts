import { aLead } from '../../test/support/a-lead';
import { NOON } from '../../test/support/database';
import { Attempt } from './attempts';
import { callRow, durationSeconds } from './call-row';
import { Call } from './calls';

const at = new Date(NOON);

function aCall(changes: Partial<Call> = {}): Call {
  const ids = { id: 'call-1', campaign: 'spring', attempt_id: null, lead_id: null, phone: '+12125550123' };
  const provider = {
    status: 'ended',
    carrier_call_id: null,
    control_url: null,
    ended_reason: 'hangup',
    cost_usd: 0,
  };
  const times = { started_at: null, ended_at: null, created_at: at, updated_at: at, changed_at: at };
  const told = {
    disposition: 'completed',
    summary: null,
    transcript: null,
    recording_url: null,
    next_action: null,
    erased_at: null,
    carrier_sequence: null,
    automation_summary: null,
    automation_next_action: null,
    opt_out_doubtful: false,
    callback_at: null,
  };
  return { ...ids, ...provider, ...times, ...told, analysis: null, opted_out: false, ...changes };
}

describe('callRow', () => {
  it('leaves out what is not known, so that it can not clear what is', () => {
    expect(callRow(aCall(), undefined, undefined, 'Laura')).toEqual({
      ...{
        CallId: 'call-1',
        Timestamp: at.toISOString(),
        AgentName: 'Laura',
        CustomerNumber: '+12125550123',
      },
      ...{
        CallStatus: 'completed',
        Campaign: 'spring',
        EndedReason: 'hangup',
        Duration: 0,
        CostUSD: 0,
        OptOut: false,
      },
    });
  });

  it('names the lead by its record, and the call by when it was asked for until it is known when it began', () => {
    const lead = aLead({ consent: 'express' });
    const attempt = { number: 2, dialing_at: new Date('2026-06-10T15:59:00Z') } as Attempt;
    expect(callRow(aCall(), lead, attempt, 'Laura')).toMatchObject({
      ...{
        Lead: lead.source_id,
        Attempt: 2,
        ConsentStatus: 'express',
        Timestamp: '2026-06-10T15:59:00.000Z',
      },
    });
    expect(callRow(aCall({ started_at: at }), lead, attempt, 'Laura').Timestamp).toBe(at.toISOString());
  });

  it('counts whole seconds, and none for clocks that disagree', () => {
    const ended_at = new Date(at.getTime() + 1_600);
    expect(durationSeconds({ started_at: at, ended_at })).toBe(2);
    expect(durationSeconds({ started_at: ended_at, ended_at: at })).toBe(0);
    expect(durationSeconds({ started_at: at, ended_at: null })).toBe(0);
  });
});
