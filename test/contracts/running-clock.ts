import type { SandboxClock } from '../../src/sandbox/sandbox';

/** A clock that starts at an instant and runs at real speed. */
export function runningClock(startsAt: string): SandboxClock {
  const startMs = Date.parse(startsAt);
  const realMs = performance.now();
  return { now: () => new Date(startMs + (performance.now() - realMs)), speed: 1 };
}
