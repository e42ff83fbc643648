import { toError } from '../common/errors';
import { scrub } from '../common/redaction';
import { Check, CheckReport, fault, Observation } from './check';

/** How long one check may take (ms); Airtable alone may ask for half a minute of patience, which nobody has here. */
const LIMIT_MS = 20_000;

/**
 * Runs the checks side by side, each as soon as those that it needs have ended well, and reports in the order given. A
 * check that throws or takes too long is a fault like any other. Never rejects.
 */
export async function runChecks(checks: readonly Check[], limitMs = LIMIT_MS): Promise<CheckReport[]> {
  const running = new Map<string, Promise<CheckReport>>();
  for (const check of checks) running.set(check.name, runOnce(check, running, limitMs));
  return await Promise.all(running.values());
}

async function runOnce(
  { name, needs = [], look }: Check,
  running: ReadonlyMap<string, Promise<CheckReport>>,
  limitMs: number,
): Promise<CheckReport> {
  for (const need of needs) {
    const status = (await running.get(need))?.status;
    if (status !== 'ok' && status !== 'warn')
      return { name, status: 'skip', said: `Not looked at: mend ${need} first`, findings: [] };
  }
  return reportOf(name, await withinLimit(async () => await look(), limitMs));
}

async function withinLimit(look: () => Promise<Observation>, limitMs: number): Promise<Observation> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Observation>((resolve) => {
    const said = `No answer within ${limitMs / 1000} seconds`;
    const remedy = 'Run the doctor again; if it stays so, look at the network between here and there.';
    timer = setTimeout(() => resolve({ said, findings: [fault(said, remedy)] }), limitMs);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    const what = toError(error).message;
    return { said: 'It could not be looked at', findings: [fault(what, 'Mend what the message names.')] };
  } finally {
    clearTimeout(timer);
  }
}

/** Texts of other services pass the last guard here, as they do before they become log lines. */
function reportOf(name: string, { said, findings = [], isSkipped }: Observation): CheckReport {
  const scrubbed = findings.map((finding) => ({ ...finding, what: scrub(finding.what) }));
  return { name, status: isSkipped ? 'skip' : worst(findings), said: scrub(said), findings: scrubbed };
}

function worst(findings: Observation['findings'] = []): 'ok' | 'warn' | 'fail' {
  if (findings.some(({ severity }) => severity === 'fail')) return 'fail';
  return findings.length > 0 ? 'warn' : 'ok';
}
