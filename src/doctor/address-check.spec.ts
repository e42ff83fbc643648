import { RequestListener } from 'node:http';
import { ScriptedServer } from '../airtable/airtable-workbench';
import { readEnvironment } from '../config/read-environment';
import { AccessSettings, ServerSettings, TelephonySettings } from '../config/settings';
import { AddressCheck } from './address-check';
import { runChecks } from './run-checks';

const SECRET = 'the-secret-of-the-webhooks';

/** Laura, as far as these checks see of her. */
const laura: RequestListener = ({ url, headers }, response) => {
  if (url === '/health') response.end('OK');
  else response.writeHead(headers['x-webhook-token'] === SECRET ? 200 : 401).end('{"eligible":false}');
};

describe(AddressCheck.name, () => {
  const servers: ScriptedServer[] = [];
  afterAll(async () => void (await Promise.all(servers.map((server) => server.close()))));

  async function listening(answer: RequestListener): Promise<string> {
    const server = await ScriptedServer.listen(answer);
    servers.push(server);
    return server.url;
  }

  async function look(publicUrl: string, variables: Record<string, string> = {}) {
    const environment = readEnvironment({
      LAURA_MODE: 'sandbox',
      PUBLIC_URL: publicUrl,
      VAPI_BASE_URL: 'http://127.0.0.1:1',
      WEBHOOK_SECRET: SECRET,
      ...variables,
    });
    const settings = [new ServerSettings(environment), new TelephonySettings(environment)] as const;
    return await runChecks(new AddressCheck(...settings, new AccessSettings(environment)).checks);
  }

  it('is content with a service that answers and takes the secret', async () => {
    const reports = await look(await listening(laura));
    expect(reports.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });

  it('says to use one secret when the service refuses it, and does not print it', async () => {
    const reports = await look(await listening(laura), { WEBHOOK_SECRET: 'another-secret-of-16' });
    expect(reports[1]).toMatchObject({ status: 'fail' });
    expect(reports[1]?.findings[0]?.remedy).toMatch(/same WEBHOOK_SECRET/);
    expect(JSON.stringify(reports)).not.toContain('another-secret-of-16');
  });

  it('warns that nobody answers, and says to start the service', async () => {
    const reports = await look('http://127.0.0.1:1');
    expect(reports.map(({ status }) => status)).toEqual(['warn', 'skip']);
    expect(reports[0]?.findings[0]?.remedy).toMatch(/start it.*DNS name/);
  });

  it('warns of a login page or redirect in front of the service', async () => {
    const url = await listening((_, response) => response.writeHead(302, { location: '/login' }).end());
    const reports = await look(url);
    expect(reports.map(({ status }) => status)).toEqual(['warn', 'skip']);
    expect(reports[0]?.findings[0]).toMatchObject({
      what: expect.stringContaining('302') as string,
      remedy: expect.stringMatching(/PUBLIC_URL.*no redirect/) as string,
    });
  });

  it('says to let POST requests through where only those are stopped', async () => {
    const url = await listening(({ method }, response) =>
      method === 'GET' ? response.end('OK') : response.writeHead(403).end(),
    );
    const [, report] = await look(url);
    expect(report).toMatchObject({
      status: 'fail',
      findings: [{ what: expect.stringContaining('403') as string }],
    });
    expect(report?.findings[0]?.remedy).toContain('POST');
  });

  it('refuses an address of this machine when VAPI is out there', async () => {
    const [report] = await look(await listening(laura), { VAPI_BASE_URL: 'https://api.vapi.ai' });
    expect(report).toMatchObject({ status: 'fail' });
    expect(report?.findings[0]?.remedy).toMatch(/Set PUBLIC_URL to the https address/);
  });
});
