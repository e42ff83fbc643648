import { Logger } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { airtableCommand } from '../src/commands/airtable.command';
import { doctorCommand } from '../src/commands/doctor.command';
import { RunningClock } from '../src/common/clock';
import { readEnvironment } from '../src/config/read-environment';
import { CheckReport } from '../src/doctor/check';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { IN_MEMORY } from './support/memory';
import { freePort, liveVariables, startService, TUESDAY_NOON, until } from './support/laura';

describe('a new operator with an empty base', () => {
  const clock = new RunningClock(new Date(TUESDAY_NOON), 60);
  let sandbox: Sandbox;
  let app: NestFastifyApplication | undefined;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    sandbox = await startSandbox({ clock, leads: 0 });
    for (const { name } of sandbox.airtable.tables) sandbox.airtable.removeTable(name);
  });

  afterAll(async () => {
    await app?.close();
    await sandbox.close();
  });

  async function run(command: typeof doctorCommand, args: readonly string[], port: number) {
    let printed = '';
    let status = -1;
    const made = command({
      readEnvironment: () => readEnvironment({ ...liveVariables(sandbox, port), DATA_DIR: IN_MEMORY }),
      now: () => new Date(),
      print: (text) => void (printed += text),
      printError: (text) => void (printed += text),
      exitWith: (exit) => void (status = exit),
    });
    await made.parseAsync([...args, '--json'], { from: 'user' });
    return { status, result: JSON.parse(printed) as { checks: CheckReport[] } };
  }

  const notWell = (reports: readonly CheckReport[]) =>
    reports.filter(({ status }) => status !== 'ok').map(({ name, status }) => [name, status]);

  it('is told what to run, runs it, is told that all is well, and the first call is made', async () => {
    const port = await freePort();
    const before = await run(doctorCommand, [], port);
    expect(before.status).toBe(1);
    const columns = before.result.checks.find(({ name }) => name === 'airtable-columns');
    expect(columns?.findings[0]?.remedy).toContain('npm run laura -- airtable setup');

    expect((await run(airtableCommand, ['setup'], port)).status).toBe(0);
    expect((await run(doctorCommand, [], port)).status).toBe(0);

    sandbox.airtable.add('Leads', {
      Name: 'Ada Example',
      Phone: '(212) 555-0123',
      State: 'NY',
      Consent: 'express_written',
      'Consent At': '2026-10-01T12:00:00.000Z',
    });
    const service = await startService(sandbox, clock);
    app = service.app;
    await until('the lead is called', () => sandbox.vapi.calls.length > 0);
    await until('the call is in the log', () => sandbox.airtable.records('Calls').length > 0);

    const { status, result } = await run(doctorCommand, [], Number(new URL(service.url).port));
    expect(status).toBe(0);
    expect(notWell(result.checks)).toEqual([
      ['do-not-call-lists', 'skip'],
      ['leads', 'skip'],
    ]);
    expect(sandbox.vapi.calls.length).toBeGreaterThan(0);
  }, 180_000);
});
