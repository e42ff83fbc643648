import { setTimeout as sleep } from 'node:timers/promises';
import { RunningClock } from '../src/common/clock';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { RealPostgres } from '../test/support/database';
import { freePort, liveVariables, until } from '../test/support/laura';
import { LauraProcess } from '../test/support/process';
import { DelayProxy } from './delay-proxy';
import { percentile } from './statistics';

/** A Tuesday, noon in New York. */
const NOON = '2026-06-09T16:00:00Z';
const GIVE_UP_MS = 15 * 60_000;

export interface CampaignShape {
  readonly leads: number;
  readonly lines: number;
  /** How long every call lasts, from the order to its end. */
  readonly callSeconds: number;
  readonly callsPerSecond: number;
  /** What each answer of the services takes. */
  readonly airtableMs: number;
  readonly vapiMs: number;
  /** Consoles that are open all the while, each listening to what happens. */
  readonly pages: number;
}

/** What the simulators saw of a campaign; nothing here is the service's own word. */
export interface CampaignFigures {
  /** From the first request of leads to the last outcome in Airtable. */
  readonly seconds: number;
  /** No service could be faster: the calls, back to back on all lines. */
  readonly floorSeconds: number;
  /** Share of the lines' time that was taken up by calls, while there were leads left to call. */
  readonly utilisation: number;
  /** From a line coming free to the next order, in milliseconds. */
  readonly nextDialMedianMs: number;
  readonly nextDialP95Ms: number;
  readonly airtableRequestsPerLead: number;
  readonly airtablePeakPerSecond: number;
}

/** Runs a whole campaign with the built service as a process of its own, at the speed of real time. */
export async function runCampaign(shape: CampaignShape, server: RealPostgres): Promise<CampaignFigures> {
  const clock = new RunningClock(new Date(NOON), 1);
  const { lines: concurrencyLimit, callSeconds } = shape;
  const sandbox = await startSandbox({ clock, leads: 0, concurrencyLimit, callSeconds });
  for (let nth = 0; nth < shape.leads; nth += 1) addLead(sandbox, nth);
  const airtable = await DelayProxy.to(sandbox.airtable.url, shape.airtableMs);
  const vapi = await DelayProxy.to(sandbox.vapi.url, shape.vapiMs);
  const port = await freePort();
  const variables = liveVariables(sandbox, port);
  const service = LauraProcess.start({
    ...variables,
    DATABASE_URL: await server.url(),
    CLOCK_START: clock.now().toISOString(),
    AIRTABLE_ENDPOINT_URL: airtable.url,
    VAPI_BASE_URL: vapi.url,
    MAX_CONCURRENT_CALLS: String(shape.lines),
    CALLS_PER_SECOND: String(shape.callsPerSecond),
  });
  const leave = new AbortController();
  try {
    await openPages(shape.pages, port, variables.ADMIN_TOKEN ?? '', leave.signal);
    await allDone(sandbox, shape.leads, service);
    return figuresOf(sandbox, shape);
  } finally {
    leave.abort();
    await service.end('SIGTERM');
    airtable.close();
    vapi.close();
    await sandbox.close();
  }
}

/** Listens to the service's events as so many open consoles do. */
async function openPages(count: number, port: number, token: string, signal: AbortSignal): Promise<void> {
  const base = `http://127.0.0.1:${port}`;
  const isReady = async () => (await fetch(`${base}/health/ready`).catch(() => undefined))?.ok;
  if (count > 0) await until('it is ready', isReady, 60_000);
  for (let nth = 0; nth < count; nth += 1) {
    const { body } = await fetch(`${base}/api/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal,
    });
    // What comes is read and let go, as long as the campaign lasts.
    void body?.pipeTo(new WritableStream()).catch(() => undefined);
  }
}

function addLead(sandbox: Sandbox, nth: number): void {
  const phone = `+1212${2_340_000 + nth}`;
  sandbox.vapi.script(phone, ['interested']);
  sandbox.airtable.add('Leads', {
    Name: `Lead ${nth}`,
    Phone: phone,
    State: 'NY',
    Country: 'US',
    Consent: 'express_written',
    'Consent At': '2026-01-15T12:00:00.000Z',
  });
}

async function allDone({ airtable }: Sandbox, leads: number, service: LauraProcess): Promise<void> {
  const deadline = performance.now() + GIVE_UP_MS;
  const isDone = ({ fields }: { fields: Record<string, unknown> }) => fields.Status === 'called';
  while (airtable.records('Calls').length < leads || !airtable.records('Leads').every(isDone)) {
    if (service.hasExited || performance.now() > deadline)
      throw new Error(`The campaign did not end:\n${service.output.slice(-2_000)}`);
    await sleep(50);
  }
}

function figuresOf(
  { airtable, vapi }: Sandbox,
  { leads, lines, callSeconds }: CampaignShape,
): CampaignFigures {
  const began = vapi.calls.map(({ createdAt }) => Date.parse(createdAt)).toSorted((a, b) => a - b);
  const ended = vapi.calls.map(({ endedAt }) => Date.parse(endedAt ?? '')).toSorted((a, b) => a - b);
  const requests = airtable.requests.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b);
  const writes = airtable.requests.filter(({ method }) => method !== 'GET');
  const lastWriteMs = Math.max(...writes.map(({ at }) => Date.parse(at)));
  const [fullFromMs = NaN, fullUntilMs = NaN] = [began[lines - 1], began.at(-1)];
  const busyMs = vapi.calls.reduce((sum, call) => {
    const fromMs = Math.max(fullFromMs, Date.parse(call.createdAt));
    const untilMs = Math.min(fullUntilMs, Date.parse(call.endedAt ?? ''));
    return sum + Math.max(0, untilMs - fromMs);
  }, 0);
  const gapsMs = began.slice(lines).map((at, index) => at - (ended[index] ?? NaN));
  return {
    seconds: (lastWriteMs - (requests[0] ?? NaN)) / 1000,
    floorSeconds: Math.ceil(leads / lines) * callSeconds,
    utilisation: busyMs / (lines * (fullUntilMs - fullFromMs)),
    nextDialMedianMs: percentile(gapsMs, 0.5),
    nextDialP95Ms: percentile(gapsMs, 0.95),
    airtableRequestsPerLead: requests.length / leads,
    airtablePeakPerSecond: peakPerSecond(requests),
  };
}

/** The most requests that began within any one second. */
function peakPerSecond(sortedMs: readonly number[]): number {
  let most = 0;
  for (let from = 0, to = 0; to < sortedMs.length; to += 1) {
    while ((sortedMs[to] ?? 0) - (sortedMs[from] ?? 0) >= 1000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
