import { Campaign } from '../src/orchestration/campaign';
import { Database } from '../src/persistence/database';
import { AutomationReceiver } from './support/automation-receiver';
import { allWritten, RunningLaura, startLaura, until } from './support/laura';
import { SentSpan, TraceCollector } from './support/trace-collector';

const collector = new TraceCollector();
const automation = new AutomationReceiver();
let laura: RunningLaura;
/** An attempt whose call a person took. */
let attempt: { readonly id: string; readonly provider_call_id: string | null };

const traceIdOf = (id: string) => id.replaceAll('-', '');
const named = (spans: readonly SentSpan[], name: string) => spans.filter((span) => span.name === name);

beforeAll(async () => {
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${await collector.open()}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=of%20the%20tests',
    AUTOMATION_WEBHOOK_URL: await automation.open(),
    AUTOMATION_WEBHOOK_SECRET: 'automation-secret-of-the-tests',
    CAMPAIGN_NAME: 'traced',
  };
  laura = await startLaura({ sandbox: { leads: 12, callSeconds: 20 }, variables });
  const database = laura.app.get(Database);
  const conversed = async () =>
    await database
      .selectFrom('attempts')
      .select(['id', 'provider_call_id'])
      .where('disposition', '=', 'completed')
      .executeTakeFirst();
  attempt = await until('somebody has talked', conversed, 25_000);
  await laura.app.get(Campaign).pause('The test has seen enough');
  await until('every call has ended and is written', () => allWritten(laura), 25_000);
  const isTold = () => automation.posts.some(({ body }) => body.includes(String(attempt.provider_call_id)));
  await until('the automation was told', isTold, 20_000);
  await laura.app.close();
}, 60_000);

afterAll(async () => {
  await laura.sandbox.close();
  await automation.close();
  await collector.close();
});

describe('a call on its way through the service', () => {
  it('is one trace, whose id is its attempt, from the reservation to the write-back', () => {
    const trace = collector.trace(traceIdOf(attempt.id));
    const names = trace.map(({ name }) => name);
    const way = ['reserve', 'mark', 'POST /call', 'webhook status-update', 'settle', 'write back'];
    expect(names[0]).toBe('reserve');
    // It begins in the same millisecond as its request.
    expect(names).toContain('dial');
    expect(way.map((name) => names.indexOf(name))).toEqual(
      way.map((name) => names.indexOf(name)).toSorted((one, other) => one - other),
    );
    expect(way.filter((name) => !names.includes(name))).toEqual([]);
    const told = ['webhook end-of-call-report', 'settle', 'write back', 'tell automation'];
    expect(told.map((name) => names.lastIndexOf(name)).every((index) => index > 0)).toBe(true);
    expect(names.lastIndexOf('settle')).toBeGreaterThan(names.indexOf('webhook end-of-call-report'));
  });

  it('has one root, and every other step hangs on a step of the same trace', () => {
    const trace = collector.trace(traceIdOf(attempt.id));
    const ids = new Set(trace.map(({ spanId }) => spanId));
    expect(trace.filter(({ parentSpanId = '' }) => parentSpanId === '')).toEqual(named(trace, 'reserve'));
    expect(trace.filter(({ parentSpanId = '' }) => parentSpanId !== '' && !ids.has(parentSpanId))).toEqual(
      [],
    );
    const [dial] = named(trace, 'dial');
    expect(named(trace, 'POST /call').map(({ parentSpanId }) => parentSpanId)).toEqual([dial?.spanId]);
  });

  it('makes as many traces as there were attempts, each dialed once', async () => {
    const traces = new Set(collector.spans.map(({ traceId }) => traceId));
    const dials = named(collector.spans, 'POST /call').map(({ traceId }) => traceId);
    expect(new Set(dials).size).toBe(dials.length);
    expect(dials.length).toBe(laura.sandbox.vapi.calls.length);
    expect(traces.size).toBeGreaterThanOrEqual(dials.length);
  });

  it('tells the collector who speaks, with the key it wants, and nothing about people', () => {
    expect(collector.resource.get('service.name')).toBe('laura');
    expect(collector.resource.get('service.version')).toMatch(/^\d+\.\d+\.\d+/);
    expect(collector.resource.get('laura.campaign')).toBe('traced');
    expect(collector.headers[0]?.['x-key']).toBe('of the tests');
    const people = laura.sandbox.airtable
      .records('Leads')
      .flatMap(({ fields }) => [fields.Phone, fields.Name, fields.Email]);
    const said = people.filter(
      (text) => typeof text === 'string' && text.length > 3 && collector.text.includes(text),
    );
    expect(said).toEqual([]);
    expect(collector.text).not.toMatch(/\+1\d{10}/);
  });

  it('goes on at whoever is asked: requests bear trace and request id', () => {
    const post = automation.posts.find(({ body }) => body.includes(String(attempt.provider_call_id)));
    const [tell] = named(collector.trace(traceIdOf(attempt.id)), 'POST finished call');
    expect(post?.headers.traceparent).toBe(`00-${traceIdOf(attempt.id)}-${tell?.spanId}-01`);
    expect(post?.headers['x-request-id']).toMatch(/^[\w-]{10,}$/);
    const { airtable, vapi } = laura.sandbox;
    const calls = vapi.requests.filter(({ method, path }) => method === 'POST' && path === '/call');
    expect(calls.map(({ requestId }) => requestId)).toContain(attempt.id);
    expect(
      [...airtable.requests, ...vapi.requests].filter(({ requestId }) => requestId === undefined),
    ).toEqual([]);
  });
});
