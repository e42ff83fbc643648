import { Logger } from '@nestjs/common';
import { ExternalApis } from '../../common/external-apis';
import { ORDER, providerFor } from './provider-under-test';
import { ScriptedVapi } from './scripted-vapi';

const FROM = new Date('2026-11-24T15:00:00Z');
const UNTIL = new Date('2026-11-24T15:10:00Z');

let vapi: ScriptedVapi;
let apis: ExternalApis;
const providerWith = (variables?: Record<string, string>) => providerFor(vapi.url, apis, variables);
const refusal = (statusCode: number, error: string, message: string | string[]) => ({
  message,
  error,
  statusCode,
});

beforeEach(async () => {
  Logger.overrideLogger(false);
  vapi = await ScriptedVapi.start();
  apis = new ExternalApis();
});
afterEach(() => vapi.stop());

describe('looking a call up', () => {
  const ENDED = {
    id: 'call-1',
    name: ORDER.attemptId,
    status: 'ended',
    endedReason: 'customer-busy',
    createdAt: '2026-11-24T15:00:01.000Z',
    cost: 0.01,
  };

  it('finds one that is over, with its report', async () => {
    vapi.answer(200, ENDED);
    expect(await providerWith().findCall('call-1')).toMatchObject({
      providerCallId: 'call-1',
      attemptId: ORDER.attemptId,
      createdAt: new Date('2026-11-24T15:00:01Z'),
      state: { ended: true, report: { category: 'busy', costUsd: 0.01 } },
    });
    expect(vapi.requests[0]?.path).toBe('/call/call-1');
  });

  it.each([
    ['scheduled', 'queued'],
    ['ringing', 'ringing'],
    ['in-progress', 'in-progress'],
    ['a-new-status', 'in-progress'],
  ])('finds one that is %s', async (status, progress) => {
    vapi.answer(200, { id: 'call-1', status, createdAt: '2026-11-24T15:00:01.000Z' });
    expect((await providerWith().findCall('call-1'))?.state).toEqual({ ended: false, status: progress });
  });

  it("knows VAPI's own 404 from a stranger's", async () => {
    vapi.answer(404, refusal(404, 'Not Found', 'Call not found'));
    expect(await providerWith().findCall('call-1')).toBeUndefined();
    vapi.answer(404, refusal(404, 'Not Found', 'Cannot GET /v9/call/call-1'));
    await expect(providerWith().findCall('call-1')).rejects.toMatchObject({ code: 'VAPI_404' });
    vapi.answer(404, '<html>no such site</html>');
    await expect(providerWith().findCall('call-1')).rejects.toMatchObject({ code: 'VAPI_404' });
  });

  it('tries again, since asking twice does no harm', async () => {
    vapi.handle((_request, response) => {
      if (vapi.requests.length < 3) response.writeHead(503).end();
      else response.writeHead(200).end(JSON.stringify(ENDED));
    });
    expect(await providerWith().findCall('call-1')).toMatchObject({ providerCallId: 'call-1' });
    expect(vapi.requests).toHaveLength(3);
  });

  it('finds the call of an attempt in the window around it', async () => {
    vapi.answer(200, [{ id: 'call-0', name: 'other' }, ENDED]);
    const found = await providerWith().findCallOfAttempt(ORDER.attemptId, FROM, UNTIL);
    expect(found).toMatchObject({ providerCallId: 'call-1', attemptId: ORDER.attemptId });
    const query = new URL(vapi.requests[0]?.path ?? '', vapi.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      createdAtGe: FROM.toISOString(),
      createdAtLe: UNTIL.toISOString(),
      limit: '1000',
    });
  });

  it.each([
    ['an object', { results: [] }],
    ['no JSON', 'maintenance'],
    ['nothing', ''],
  ])('does not take %s for "no such call"', async (_what, body) => {
    vapi.answer(200, body);
    const provider = providerWith();
    await expect(provider.findCallOfAttempt(ORDER.attemptId, FROM, UNTIL)).rejects.toMatchObject({
      code: 'VAPI_UNREADABLE_ANSWER',
    });
    await expect(provider.findCall('call-1')).rejects.toMatchObject({ code: 'VAPI_UNREADABLE_ANSWER' });
  });
});

describe('verifying access', () => {
  it('asks for every number and the assistant, and places nothing', async () => {
    vapi.answer(200, { id: 'x' });
    expect(await providerWith({ VAPI_ASSISTANT_ID: 'assistant-1' }).verifyAccess()).toBe(true);
    expect(vapi.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /phone-number/phone-a',
      'GET /phone-number/phone-b',
      'GET /assistant/assistant-1',
    ]);
    expect(apis.faults('vapi')).toEqual([]);
  });

  it('goes on with the numbers that work, and says which does not', async () => {
    const provider = providerWith();
    vapi.handle(({ path }, response) => {
      const found = path !== '/phone-number/phone-a';
      const body = found
        ? { id: 'phone-b', number: '+12125550100' }
        : refusal(404, 'Not Found', 'Phone Number Not Found.');
      response.writeHead(found ? 200 : 404).end(JSON.stringify(body));
    });
    expect(await provider.verifyAccess()).toBe(true);
    expect(provider.callerNumbers()).toEqual([{ id: 'phone-b', number: '+12125550100' }]);
    expect(apis.faults('vapi')).toMatchObject([
      { needsOperator: true, message: expect.stringContaining('phone-a') },
    ]);
  });

  it("asks for something harmless where calls go over the operator's Twilio account", async () => {
    vapi.answer(200, []);
    const twilio = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM_NUMBER: '+15005550006' };
    expect(await providerWith({ TELEPHONY_PROVIDER: 'twilio', ...twilio }).verifyAccess()).toBe(true);
    expect(vapi.requests.map(({ path }) => path)).toEqual(['/call?limit=1']);
  });

  it.each([
    [401, 'VAPI_API_TOKEN'],
    [402, 'credit'],
    [403, 'VAPI_API_TOKEN'],
    [404, 'VAPI_PHONE_ID'],
  ])('tells the operator what to do about %i, and takes it back when it works', async (status, word) => {
    const provider = providerWith();
    vapi.answer(status, refusal(status, 'No', 'No.'));
    expect(await provider.verifyAccess()).toBe(false);
    expect(apis.faults('vapi')).toMatchObject([
      { needsOperator: true, message: expect.stringContaining(word) },
    ]);
    vapi.answer(200, { id: 'x' });
    expect(await provider.verifyAccess()).toBe(true);
    expect(apis.faults('vapi')).toEqual([]);
  });

  it.each([500, 429])('does not call the operator for %i, which heals itself', async (status) => {
    vapi.answer(status, '');
    expect(await providerWith().verifyAccess()).toBe(false);
    expect(apis.faults('vapi')).toMatchObject([{ needsOperator: false }]);
  });
});
