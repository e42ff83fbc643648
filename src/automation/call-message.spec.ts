import { NOON } from '../../test/support/database';
import { CallFacts, callMessage } from './call-message';

const at = new Date(NOON);

function facts(changes: Partial<CallFacts['call']> = {}, lead?: CallFacts['lead']): CallFacts {
  const call: CallFacts['call'] = {
    id: 'call-1',
    campaign: 'spring',
    phone: '+12125550123',
    started_at: at,
    ended_at: new Date(at.getTime() + 61_000),
    disposition: 'completed',
    summary: 'Wants an offer.',
    transcript: 'User: Send me an offer.',
    recording_url: 'https://recordings.example/1',
    next_action: 'Send an offer',
    analysis: { interest: 'high', objection: 'price', callbackAt: '2026-06-11T15:00:00.000Z' },
    cost_usd: 0.42,
    opted_out: false,
    opt_out_doubtful: false,
    callback_at: null,
    automation_summary: null,
    automation_next_action: null,
    ...changes,
  };
  return { call, lead, attempt: lead && { number: 2 } };
}

const told = (given: CallFacts) => callMessage({ kind: 'finished', occurredAt: at }, given).data;

describe('callMessage', () => {
  it('tells all that an automation needs of a call', () => {
    const lead = { id: 'lead-1', source_id: 'recAda', status: 'called', callback_at: null };
    expect(callMessage({ kind: 'finished', occurredAt: at }, facts({}, lead))).toEqual({
      type: 'call.finished',
      timestamp: '2026-06-10T16:00:00.000Z',
      data: {
        call_id: 'call-1',
        campaign: 'spring',
        lead: { id: 'lead-1', source_id: 'recAda' },
        phone: '+12125550123',
        attempt: 2,
        disposition: 'completed',
        summary: 'Wants an offer.',
        transcript: 'User: Send me an offer.',
        recording_url: 'https://recordings.example/1',
        next_action: 'Send an offer',
        callback_at: null,
        opted_out: false,
        opt_out_doubtful: false,
        interest: 'high',
        objection: 'price',
        duration_seconds: 61,
        cost_usd: 0.42,
        started_at: '2026-06-10T16:00:00.000Z',
        ended_at: '2026-06-10T16:01:01.000Z',
      },
    });
  });

  it('says that a person has opted out, without their words', () => {
    const data = told(facts({ opted_out: true, disposition: 'opted-out' }));
    expect(data.opted_out).toBe(true);
    expect(data).not.toHaveProperty('transcript');
  });

  it('says that a person may have opted out, until it is sure', () => {
    expect(told(facts({ opt_out_doubtful: true }))).toMatchObject({
      opted_out: false,
      opt_out_doubtful: true,
      transcript: 'User: Send me an offer.',
    });
    expect(told(facts({ opt_out_doubtful: true, opted_out: true })).opt_out_doubtful).toBe(false);
  });

  it('names the time of a callback: as planned while it is, else as asked for', () => {
    const planned = new Date('2026-06-11T16:30:00Z');
    const lead = { id: 'lead-1', source_id: 'recAda', status: 'callback', callback_at: planned };
    const asked = { disposition: 'callback-requested' };
    expect(told(facts(asked, lead)).callback_at).toBe('2026-06-11T16:30:00.000Z');
    expect(told(facts(asked, { ...lead, status: 'called' })).callback_at).toBe('2026-06-11T15:00:00.000Z');
    const agreed = { ...asked, callback_at: new Date('2026-06-11T15:30:00Z') };
    expect(told(facts(agreed)).callback_at).toBe('2026-06-11T15:30:00.000Z');
    expect(told(facts({}, lead)).callback_at).toBeNull();
  });

  it('tells what an automation has made of the call in place of what the provider has', () => {
    const own = { automation_summary: 'Ours.', automation_next_action: 'Mail it' };
    expect(told(facts(own))).toMatchObject({ summary: 'Ours.', next_action: 'Mail it' });
  });

  it('bears a call of which little is known', () => {
    const bare = { analysis: null, started_at: null, ended_at: null, phone: null, summary: null };
    expect(told(facts(bare))).toMatchObject({
      lead: null,
      attempt: null,
      interest: null,
      duration_seconds: 0,
    });
  });
});
