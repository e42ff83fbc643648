import { parseArgs } from 'node:util';

export interface ProveOptions {
  readonly leads: number;
  readonly days: number;
  readonly seed: number;
  readonly asJson: boolean;
}

/**
 * Reads the command line.
 * @throws Error that says which option is wrong
 */
export function readOptions(args: readonly string[]): ProveOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      leads: { type: 'string', default: '1000000' },
      days: { type: 'string', default: '365' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    leads: whole('leads', values.leads, 10_000_000),
    days: whole('days', values.days, 366),
    seed: whole('seed', values.seed, 0xffff_ffff),
    asJson: values.json,
  };
}

function whole(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`--${option} takes a whole number from 1 to ${most}`);
  return value;
}
