import { AirtableFaults, TwilioFaults, VapiFaults } from '../../src/sandbox/sandbox';

/** A process is killed at `step`, as `kill-switch.cjs` reads it, while others fail as told. */
export interface Kill {
  readonly step: string;
  readonly airtable?: Partial<AirtableFaults>;
  readonly vapi?: Partial<VapiFaults>;
  readonly twilio?: Partial<TwilioFaults>;
}

export function describe(kill: Kill): string {
  const faults = { ...kill.airtable, ...kill.vapi, ...kill.twilio };
  return Object.keys(faults).length === 0 ? kill.step : `${kill.step} with ${JSON.stringify(faults)}`;
}
