import { HttpService } from '@nestjs/axios';
import { AxiosHeaders, AxiosRequestConfig } from 'axios';
import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { ExternalPolicy } from '../common/external-policy';
import { Metrics } from '../common/metrics';
import { readEnvironment } from '../config/read-environment';
import { AutomationSettings } from '../config/settings';
import { SignedWebhook } from './signed-webhook';

const BODY = '{"type":"call.finished","data":{"summary":"Sí, señor 🌞"}}';

/** What goes over the wire to that address. */
async function postedTo(
  url: string,
  secret: string,
): Promise<{ headers: Record<string, string>; body: string }> {
  let headers: Record<string, string> = {};
  let body = '';
  const adapter: AxiosRequestConfig['adapter'] = async (config) => {
    headers = AxiosHeaders.from(config.headers).toJSON() as Record<string, string>;
    body = (config.data as Buffer).toString();
    return await Promise.resolve({
      ...{ data: Readable.from([]), status: 200, statusText: 'OK', headers: {}, config },
    });
  };
  const environment = readEnvironment({ AUTOMATION_WEBHOOK_URL: url, AUTOMATION_WEBHOOK_SECRET: secret });
  const { target } = new AutomationSettings(environment);
  if (!target) throw new Error('No target');
  const policy = new ExternalPolicy('automation', new Metrics());
  const http = new HttpService(new HttpService().axiosRef.create({ adapter }));
  await new SignedWebhook(http, target, policy).post('an-id', BODY);
  return { headers, body };
}

describe('what is posted to an automation', () => {
  it('is signed with any text as the secret, taken byte for byte', async () => {
    const { headers, body } = await postedTo('https://hooks.example.com/1', 'any text of some length');
    const verified = new Webhook('any text of some length', { format: 'raw' }).verify(body, headers);
    expect(verified).toEqual(JSON.parse(BODY));
    expect(headers['webhook-id']).toBe('an-id');
  });

  it('never carries the secret itself, except to Lindy, which takes nothing else', async () => {
    const secret = 'a-secret-that-lindy-has-made';
    const { headers } = await postedTo('https://public.lindy.ai/api/v1/webhooks/1', secret);
    expect(headers.authorization ?? headers.Authorization).toBe(`Bearer ${secret}`);
    for (const url of ['https://notlindy.ai/1', 'https://hooks.example.com/?at=lindy.ai']) {
      expect(JSON.stringify(await postedTo(url, secret))).not.toContain(secret);
    }
  });
});
