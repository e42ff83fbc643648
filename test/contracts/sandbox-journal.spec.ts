import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journaledTime, startSandbox, type Sandbox, type SandboxClock } from '../../src/sandbox/sandbox';
import { until, WebhookReceiver } from './webhook-receiver';

describe('a sandbox with a journal', () => {
  const running: Sandbox[] = [];
  let receiver: WebhookReceiver;
  let folder: string;

  const start = async (journal: string, clock: SandboxClock): Promise<Sandbox> => {
    const journalDirectory = join(folder, journal);
    const sandbox = await startSandbox({ clock, leads: 3, journalDirectory, enforceRateLimit: false });
    running.push(sandbox);
    return sandbox;
  };
  /** What a process killed now would leave behind. */
  const killed = (journal: string): string => {
    cpSync(join(folder, journal), join(folder, `${journal}-killed`), { recursive: true });
    return `${journal}-killed`;
  };
  const handMoved = (startsAt: string): SandboxClock & { moveTo(at: string): void } => {
    let now = new Date(startsAt);
    return { now: () => now, speed: 0, moveTo: (at) => (now = new Date(at)) };
  };
  const place = async ({ vapi }: Sandbox): Promise<string> => {
    const response = await fetch(`${vapi.url}/call`, {
      method: 'POST',
      headers: { authorization: `Bearer ${vapi.apiKey}` },
      body: JSON.stringify({
        phoneNumberId: vapi.phoneNumberId,
        customer: { number: '+14155550101' },
        assistant: {
          firstMessage: 'Hello!',
          serverMessages: ['status-update', 'end-of-call-report'],
          server: {
            url: receiver.url,
            backoffPlan: { type: 'fixed', maxRetries: 10, baseDelaySeconds: 10 },
          },
        },
      }),
    });
    return ((await response.json()) as { id: string }).id;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    receiver = new WebhookReceiver();
    await receiver.listen();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
    await receiver.close();
    rmSync(folder, { recursive: true });
  });

  it('has its records, keys and ids again after a kill', async () => {
    const clock = handMoved('2026-11-23T15:00:00Z');
    const before = await start('j', clock);
    const [lead] = before.airtable.records('Leads');
    before.airtable.edit('Leads', lead?.id ?? '', { Status: 'on hold – Ben' });
    before.airtable.removeField('Leads', 'Notes');
    const after = await start(killed('j'), clock);
    expect(after.airtable.records('Leads')).toEqual(before.airtable.records('Leads'));
    expect(after.airtable.tables).toEqual(before.airtable.tables);
    expect([after.airtable.apiKey, after.vapi.apiKey]).toEqual([before.airtable.apiKey, before.vapi.apiKey]);
    const added = after.airtable.add('Leads', { Name: 'New' }).id;
    expect(before.airtable.records('Leads').map(({ id }) => id)).not.toContain(added);
  });

  it('takes calls in flight up where they were', async () => {
    const clock = handMoved('2026-11-23T15:00:00Z');
    const before = await start('j', clock);
    before.vapi.script('+14155550101', ['interested']);
    const id = await place(before);
    await until(() => receiver.kinds().length === 1);
    const [call] = before.vapi.calls;
    clock.moveTo(call?.plan.answeredAt ?? '');
    await until(
      () => before.vapi.calls[0]?.deliveries.filter(({ state }) => state === 'delivered').length === 3,
    );
    const left = killed('j');
    await before.close();
    receiver.received.length = 0;
    const at = journaledTime(join(folder, left));
    expect(at).toEqual(clock.now());

    const after = await start(left, clock);
    expect(after.vapi.calls[0]).toMatchObject({ id, status: 'in-progress' });
    clock.moveTo('2026-11-23T16:00:00Z');
    await until(() => receiver.kinds().includes('end-of-call-report'));
    expect(receiver.kinds()).toEqual(['status-update:ended', 'end-of-call-report']);
    expect(receiver.find('end-of-call-report')).toMatchObject({
      startedAt: call?.plan.answeredAt,
      endedAt: call?.plan.endsAt,
    });
  });

  it('goes on retrying webhooks that had not got through', async () => {
    receiver.respond = () => ({ status: 503 });
    const clock = handMoved('2026-11-23T15:00:00Z');
    const before = await start('j', clock);
    await place(before);
    await until(() => before.vapi.calls[0]?.deliveries[0]?.attempts.length === 1);
    const left = killed('j');
    await before.close();
    receiver.respond = () => ({ status: 200 });
    const after = await start(left, clock);
    expect(after.vapi.calls[0]?.deliveries[0]?.state).toBe('pending');
    clock.moveTo('2026-11-23T15:00:10Z');
    await until(() => after.vapi.calls[0]?.deliveries[0]?.state === 'delivered');
    expect(after.vapi.calls[0]?.deliveries[0]?.attempts).toMatchObject([{ status: 503 }, { status: 200 }]);
  });

  it('is looked into and disturbed by other processes without a token', async () => {
    const sandbox = await start('j', handMoved('2026-11-23T15:00:00Z'));
    const control = (path: string, method = 'GET', body?: unknown): Promise<Response> =>
      fetch(`${sandbox.airtable.url}/_sandbox/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const records = (await (await control('records/Leads')).json()) as { id: string }[];
    expect(records).toHaveLength(3);
    await control(`records/Leads/${records[0]?.id}`, 'PATCH', { 'Do Not Call': true });
    expect(sandbox.airtable.records('Leads')[0]?.fields['Do Not Call']).toBe(true);
    expect((await control('faults', 'PUT', { vapi: { createThenFail: 2 } })).status).toBe(200);
    expect(await (await control('faults')).json()).toMatchObject({
      vapi: { createThenFail: 2 },
      airtable: {},
    });
    expect((await control('faults', 'PUT', { vapi: { nonsense: 2 } })).status).toBe(400);
    await control(`scripts/${encodeURIComponent('+14155550101')}`, 'PUT', ['busy']);
    await place(sandbox);
    expect(await (await control('calls')).json()).toMatchObject([{ behaviour: 'busy' }]);
    expect(sandbox.airtable.requests).toEqual([]);
  });
});
