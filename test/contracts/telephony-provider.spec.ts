import { ConsoleLogger } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import { CommonModule } from '../../src/common/common.module';
import { ExternalApis } from '../../src/common/external-apis';
import { ConfigModule } from '../../src/config/config.module';
import { readEnvironment } from '../../src/config/read-environment';
import { Behaviour, Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { TelephonyModule } from '../../src/telephony/telephony.module';
import { ProviderCall, TelephonyProvider } from '../../src/telephony/telephony-provider';
import { liveVariables } from '../support/laura';
import { runningClock } from './running-clock';

const NUMBER = '+14155550101';
const ATTEMPT = '01922a00-0000-7000-8000-000000000001';
const ORDER = {
  attemptId: ATTEMPT,
  leadId: 'lead-7',
  campaign: 'autumn',
  phone: NUMBER,
  customerName: 'Ann',
  firstMessage: 'Hello Ann.',
  systemPrompt: 'You are Laura.',
};
const START = '2026-11-23T15:00:00Z';
const WINDOW = [new Date('2026-11-23T14:50:00Z'), new Date('2026-11-23T15:10:00Z')] as const;

let sandbox: Sandbox;
let app: TestingModule;
let provider: TelephonyProvider;

async function open(variables: Record<string, string>, pace: number): Promise<void> {
  const clock = runningClock(START);
  sandbox = await startSandbox({ clock, leads: 0, pace });
  const { accountSid, authToken, number, url } = sandbox.twilio;
  const account = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken };
  const environment = readEnvironment({
    ...liveVariables(sandbox, 9),
    ...{ ...account, TWILIO_FROM_NUMBER: number, TWILIO_BASE_URL: url },
    ...variables,
  });
  app = await Test.createTestingModule({
    imports: [ConfigModule.for(environment), CommonModule.with(clock), TelephonyModule],
  })
    .setLogger(new ConsoleLogger('test', { logLevels: [] }))
    .compile();
  provider = app.get(TelephonyProvider);
}

const script = (...behaviours: Behaviour[]) => sandbox.vapi.script(NUMBER, behaviours);
const faults = (api: 'vapi' | 'twilio') => app.get(ExternalApis).faults(api);

/** Asks again and again until the call is as told. */
async function eventually(
  look: () => Promise<ProviderCall | undefined>,
  isSo: (call: ProviderCall) => boolean,
): Promise<ProviderCall> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const call = await look();
    if (call && isSo(call)) return call;
    if (performance.now() > deadline) throw new Error(`It never came to be so: ${JSON.stringify(call)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function place(): Promise<string> {
  const placed = await provider.placeCall(ORDER);
  if (placed.outcome !== 'placed') throw new Error(`Not placed: ${JSON.stringify(placed)}`);
  return placed.providerCallId;
}

/** The service that rings the phone, where a lost answer is a doubt; and how often it was asked to. */
const dialer = (name: string) => {
  if (name === 'vapi') return { faults: sandbox.vapi.faults, calls: () => sandbox.vapi.calls.length };
  return { faults: sandbox.twilio.faults, calls: () => sandbox.twilio.calls.length };
};

afterEach(async () => {
  await app.close();
  await sandbox.close();
});

describe.each(['vapi', 'twilio'] as const)('the telephony provider over %s', (name) => {
  beforeEach(() => open({ TELEPHONY_PROVIDER: name }, 200));

  it('has access', async () => {
    expect(await provider.verifyAccess()).toBe(true);
    expect([...faults('vapi'), ...faults('twilio')]).toEqual([]);
  });

  it.each([
    ['interested', 'conversation'],
    ['opt-out', 'conversation'],
    ['voicemail', 'voicemail'],
    ['no-answer', 'no-answer'],
    ['busy', 'busy'],
    ['carrier-failure', 'carrier-failure'],
  ] as const)(
    'places a call to someone %s, once, and finds it by either name to its end',
    async (person, category) => {
      script(person);
      const id = await place();
      expect(dialer(name).calls()).toBe(1);
      const isOver = ({ state }: ProviderCall) => state.ended;
      const told = { providerCallId: id, attemptId: ATTEMPT, state: { ended: true, report: { category } } };
      expect(await eventually(() => provider.findCall(id), isOver)).toMatchObject(told);
      expect(await provider.findCallOfAttempt(ATTEMPT, ...WINDOW)).toMatchObject(told);
      expect(sandbox.vapi.calls).toHaveLength(1);
    },
  );

  it.each(['createThenDrop', 'createThenFail'] as const)(
    'is in doubt after %s, rings nobody again, and finds the call',
    async (fault) => {
      script('no-answer');
      dialer(name).faults[fault] = 1;
      expect((await provider.placeCall(ORDER)).outcome).toBe('in-doubt');
      expect(dialer(name).calls()).toBe(1);
      const found = await provider.findCallOfAttempt(ATTEMPT, ...WINDOW);
      expect(found).toMatchObject({ providerCallId: sandbox.vapi.calls[0]?.id, attemptId: ATTEMPT });
    },
  );

  it.each(['dropWithoutCreating', 'failWithoutCreating'] as const)(
    'is in doubt after %s, and finds that there is no call',
    async (fault) => {
      dialer(name).faults[fault] = 1;
      expect((await provider.placeCall(ORDER)).outcome).toBe('in-doubt');
      expect(dialer(name).calls()).toBe(0);
      expect(await provider.findCallOfAttempt(ATTEMPT, ...WINDOW)).toBeUndefined();
    },
  );

  it('does not take a service that can not be asked for "no such call"', async () => {
    dialer(name).faults.createThenDrop = 1;
    await provider.placeCall(ORDER);
    dialer(name).faults.readsFail = true;
    await expect(provider.findCallOfAttempt(ATTEMPT, ...WINDOW)).rejects.toMatchObject({ retryable: true });
  });

  it('is put off by a rate limit, and told of bad credentials until they work', async () => {
    dialer(name).faults.rateLimited = 1;
    expect(await provider.placeCall(ORDER)).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
    dialer(name).faults.unauthorized = true;
    expect(await provider.placeCall(ORDER)).toMatchObject({ outcome: 'rejected', fault: 'account' });
    expect(await provider.verifyAccess()).toBe(false);
    expect(faults(name)).toMatchObject([{ needsOperator: true }]);
    dialer(name).faults.unauthorized = false;
    expect(await provider.verifyAccess()).toBe(true);
    expect(faults(name)).toEqual([]);
    expect(dialer(name).calls()).toBe(0);
  });

  it('knows no call of a made-up id', async () => {
    expect(await provider.findCall('00000000-0000-7000-8000-000000000000')).toBeUndefined();
  });
});

describe('the telephony provider over twilio', () => {
  beforeEach(() => open({ TELEPHONY_PROVIDER: 'twilio' }, 20));

  it('names the number in neither refusal nor record when Twilio calls it invalid', async () => {
    sandbox.twilio.faults.refusedNumbers = [NUMBER];
    const result = await provider.placeCall(ORDER);
    expect(result).toMatchObject({
      outcome: 'rejected',
      fault: 'call',
      reason: expect.stringContaining('21211'),
    });
    expect(JSON.stringify(result)).not.toContain('4155550101');
    expect(await provider.findCallOfAttempt(ATTEMPT, ...WINDOW)).toBeUndefined();
  });

  it('has VAPI dial from then on when VAPI refuses the bypass, and says so', async () => {
    sandbox.vapi.faults.bypassUnknown = true;
    expect(await provider.placeCall(ORDER)).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
    expect(sandbox.vapi.calls).toHaveLength(0);
    await place();
    expect([sandbox.vapi.calls.length, sandbox.twilio.calls.length]).toEqual([1, 0]);
    expect(faults('twilio')).toMatchObject([{ message: expect.stringContaining('VAPI refuses') }]);
    expect(await provider.verifyAccess()).toBe(true);
  });

  it('does not dial beside VAPI when VAPI overlooks the bypass', async () => {
    sandbox.vapi.faults.bypassIgnored = true;
    await place();
    expect([sandbox.vapi.calls.length, sandbox.twilio.calls.length]).toEqual([1, 0]);
    expect(faults('twilio')).toMatchObject([{ needsOperator: true }]);
  });

  it('takes back a call that waits in the queue, and none that somebody has picked up', async () => {
    sandbox.twilio.faults.heldInQueue = true;
    const queued = await place();
    expect(await provider.cancelCall(queued)).toBe(true);
    expect(await provider.cancelCall(queued)).toBe(false);
    expect(await provider.findCall(queued)).toMatchObject({
      state: { ended: true, report: { category: 'withdrawn' } },
    });
    sandbox.twilio.faults.heldInQueue = false;
    script('interested');
    const up = await place();
    const isUp = ({ state }: ProviderCall) => !state.ended && state.status === 'in-progress';
    await eventually(() => provider.findCall(up), isUp);
    expect(await provider.cancelCall(up)).toBe(false);
    expect(sandbox.twilio.calls.map(({ status }) => status)).toEqual(['canceled', 'in-progress']);
  });

  it('asks nothing of VAPI while Twilio keeps failing', async () => {
    sandbox.twilio.faults.failWithoutCreating = true;
    for (let call = 0; call < 5; call += 1) await provider.placeCall(ORDER);
    const asked = sandbox.vapi.calls.length;
    expect(await provider.placeCall(ORDER)).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
    expect(sandbox.vapi.calls).toHaveLength(asked);
    expect(faults('twilio')).toMatchObject([{ needsOperator: false }]);
  });
});
