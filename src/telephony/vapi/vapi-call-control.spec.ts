import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { DEFAULT_POLICY, ExternalPolicy } from '../../common/external-policy';
import { Metrics } from '../../common/metrics';
import { ScriptedVapi } from './scripted-vapi';
import { CONTROL_POLICY, VapiCallControl } from './vapi-call-control';

let vapi: ScriptedVapi;

beforeAll(() => Logger.overrideLogger(false));

beforeEach(async () => {
  vapi = await ScriptedVapi.start();
});

afterEach(() => vapi.stop());

function control(): VapiCallControl {
  const options = { ...DEFAULT_POLICY, ...CONTROL_POLICY, timeoutMs: 1_000, totalMs: 2_000 };
  return new VapiCallControl(new HttpService(), new ExternalPolicy('vapi-control', new Metrics(), options));
}

const sent = () => vapi.requests.map(({ body }) => JSON.parse(body) as unknown);

describe('VapiCallControl', () => {
  it('says the farewell and has the call ended after it, in one request', async () => {
    vapi.answer(200, { success: true });
    expect(await control().end(`${vapi.url}/call-1/control`, 'Goodbye.')).toBe(true);
    expect(sent()).toEqual([{ type: 'say', content: 'Goodbye.', endCallAfterSpoken: true }]);
    expect(vapi.requests[0]).toMatchObject({ method: 'POST', path: '/call-1/control' });
    expect(vapi.requests[0]?.headers['user-agent']).toMatch(/^Laura\//);
  });

  it('hangs up where nothing can be said', async () => {
    vapi.handle((request, response) =>
      response.writeHead(request.body.includes('"say"') ? 500 : 200).end('{}'),
    );
    expect(await control().end(vapi.url, 'Goodbye.')).toBe(true);
    expect(sent()).toEqual([expect.objectContaining({ type: 'say' }), { type: 'end-call' }]);
  });

  it('hangs up without a word where that is asked for', async () => {
    vapi.answer(200, { success: true });
    expect(await control().hangUp(`${vapi.url}/call-1/control`)).toBe(true);
    expect(sent()).toEqual([{ type: 'end-call' }]);
  });

  it.each([
    ['is over', (url: string) => url, () => vapi.answer(404, 'Call not found')],
    ['does not answer', (url: string) => url, () => vapi.handle(() => undefined)],
    ['is not there', () => 'http://127.0.0.1:1', () => undefined],
    ['is no address', () => 'not an address', () => undefined],
  ])('gives up after one request of each kind on a call that %s', async (_what, address, prepare) => {
    prepare();
    expect(await control().end(address(vapi.url), 'Goodbye.')).toBe(false);
    expect(vapi.requests.length).toBeLessThanOrEqual(2);
  });

  it('writes the address of no call into the log', async () => {
    const lines: unknown[] = [];
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation((...line) => void lines.push(line));
    vapi.answer(404, 'no');
    await control().end(`${vapi.url}/secret-call/control`, 'Goodbye.');
    warn.mockRestore();
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines.map((line) => String((line as [{ err: Error }])[0].err)))).not.toContain(
      'secret',
    );
  });
});
