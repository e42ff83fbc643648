import { isObject } from './http/json';

/**
 * How often a fault happens: a number for the next so many occasions, `true` until it is switched off, 0 or
 * `false` for never.
 */
export type Occasions = number | boolean;

/** Whether the fault `name` is to happen now; uses up one occasion. */
export function takes<K extends string>(faults: { [name in K]: Occasions }, name: K): boolean {
  const left: Occasions = faults[name];
  if (typeof left === 'boolean') return left;
  if (left <= 0) return false;
  faults[name] = left - 1;
  return true;
}

function isSameShape(given: unknown, present: unknown): boolean {
  if (typeof present === 'number' || typeof present === 'boolean') {
    return typeof given === 'boolean' || (typeof given === 'number' && given >= 0);
  }
  if (typeof present === 'string') return typeof given === 'string';
  return Array.isArray(present) ? Array.isArray(given) : isObject(given) && isObject(present);
}

/**
 * Sets the faults named in `given`, leaving the others alone.
 * @returns what is wrong with `given`, one sentence a fault; nothing has been set unless the list is empty.
 */
export function setFaults(faults: object, given: unknown): string[] {
  if (!isObject(given)) return ['Faults must be given as an object'];
  const known = new Map<string, unknown>(Object.entries(faults));
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    if (!known.has(name)) return [`Unknown fault ${name}; known are ${[...known.keys()].join(', ')}`];
    return isSameShape(value, known.get(name))
      ? []
      : [`Fault ${name} can't be set to ${JSON.stringify(value)}`];
  });
  if (wrong.length === 0) Object.assign(faults, given);
  return wrong;
}
