import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningClock } from '../../src/common/clock';
import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { disagreements, lastingDisagreements } from '../support/agreement';
import { freePort, liveVariables, TUESDAY_NOON, until } from '../support/laura';
import { LauraProcess } from '../support/process';

/** Calls of a minute take two seconds; the clock itself runs as the service's does. */
const PACE = 30;
const LEADS = 40;

describe('a live service whose process is killed', () => {
  let sandbox: Sandbox;
  let folder: string;
  let variables: Record<string, string>;
  let laura: LauraProcess | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'laura-'));
    const clock = new RunningClock(new Date(TUESDAY_NOON));
    sandbox = await startSandbox({ clock, leads: LEADS, pace: PACE });
    const port = await freePort();
    variables = { ...liveVariables(sandbox, port), DATA_DIR: folder, CLOCK_START: TUESDAY_NOON };
  });

  afterEach(async () => {
    await laura?.end('SIGKILL');
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const dialable = () =>
    sandbox.airtable
      .records('Leads')
      .filter(({ fields }) => ['', 'new'].includes(String(fields.Status ?? '')));
  const inProgress = () =>
    sandbox.airtable.records('Leads').filter(({ fields }) => fields.Status === 'in progress');
  const rows = () => sandbox.airtable.records('Calls').length;
  const ended = () => sandbox.vapi.calls.filter(({ status }) => status === 'ended').length;

  it('calls nobody twice and loses no outcome when it is killed with calls in hand and started again', async () => {
    laura = LauraProcess.start(variables);
    await until('calls are up and some are written', () => sandbox.vapi.calls.length >= 8 && rows() >= 2);
    await laura.end('SIGKILL');
    const before = sandbox.vapi.calls.length;

    laura = LauraProcess.start(variables);
    await until('the campaign goes on', () => sandbox.vapi.calls.length > before);
    await until('every lead has had its call', () => dialable().length + inProgress().length <= 4, 90_000);
    await until(
      'every call has its row',
      () => rows() === ended() && ended() === sandbox.vapi.calls.length,
      60_000,
    );
    // What the dead process had reserved is free again once its lease runs out.
    expect(await lastingDisagreements(sandbox, 90_000)).toEqual([]);
  }, 300_000);

  it('does not dial twice when it dies between asking VAPI and hearing back', async () => {
    sandbox.vapi.faults.createThenHang = 1;
    laura = LauraProcess.start(variables);
    await until('VAPI has a call whose answer never came', () => sandbox.vapi.calls.length >= 1);
    await laura.end('SIGKILL');
    const [doubtful] = sandbox.vapi.calls;

    laura = LauraProcess.start(variables);
    await until(
      'that call has its row',
      () => sandbox.airtable.records('Calls').some(({ fields }) => fields.CallId === doubtful?.id),
      90_000,
    );
    const same = sandbox.vapi.calls.filter(({ customer }) => customer.number === doubtful?.customer.number);
    expect(same.filter(({ name }) => name === doubtful?.name)).toHaveLength(1);
    expect(
      disagreements(sandbox).filter((fault) => fault.includes('at once') || fault.includes('one attempt')),
    ).toEqual([]);
  }, 150_000);

  it('stops within ten seconds at SIGTERM: no new dial, exit status 0, nothing left in the air', async () => {
    laura = LauraProcess.start(variables);
    await until('calls are up', () => sandbox.vapi.calls.length >= 5);
    const begun = performance.now();
    expect(await laura.end('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    const after = sandbox.vapi.calls.length;

    await until('the calls in hand are over', () => ended() === sandbox.vapi.calls.length);
    expect(sandbox.vapi.calls).toHaveLength(after);
    laura = LauraProcess.start(variables);
    await until('their outcomes are written after the restart', () => rows() >= after, 90_000);
    expect(laura.output).not.toContain('is in doubt');
  }, 150_000);
});
