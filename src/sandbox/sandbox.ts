import { performance } from 'node:perf_hooks';
import { BaseStore } from './airtable/base-store';
import { RateLimit } from './airtable/rate-limit';
import { makeSandboxBase } from './airtable/sandbox-base';
import { SimulatedAirtable } from './airtable/simulated-airtable';
import { Chance } from './chance';
import { controlRoutes } from './control-routes';
import { Journal } from './journal';
import { sampleLeads } from './leads/sample-leads';
import type { SandboxOptions } from './sandbox-options';
import { SimulatedTwilio } from './twilio/simulated-twilio';
import { SimulatedVapi } from './vapi/simulated-vapi';

export { journaledTime } from './journal';
export type { RecordedRequest, SandboxClock, SandboxOptions } from './sandbox-options';
export type { SimulatedAirtable } from './airtable/simulated-airtable';
export type { AirtableFaults } from './airtable/airtable-faults';
export type { RecordView } from './airtable/record-view';
export type { SimulatedTwilio } from './twilio/simulated-twilio';
export type { DialedCall } from './twilio/dialed-call';
export type { TwilioFaults } from './twilio/twilio-faults';
export type { SimulatedVapi, TracedCall } from './vapi/simulated-vapi';
export type { VapiFaults } from './vapi/vapi-faults';
export { BEHAVIOURS, type Behaviour } from './vapi/people';

/** Simulated Airtable, VAPI and Twilio, listening. */
export interface Sandbox {
  airtable: SimulatedAirtable;
  vapi: SimulatedVapi;
  twilio: SimulatedTwilio;
  /** Stops them all; a journal is left so that the next start goes on from here. */
  close(): Promise<void>;
}

const DEFAULT_PENALTY_MS = 30_000;

/**
 * Starts the simulators on 127.0.0.1. With a journal, what a process before left is taken up: records, calls in
 * flight, webhooks still to be delivered. Keys, ids and phone numbers follow from the seed alone, so they stay
 * the same from start to start.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    clock,
    seed = 1,
    pace = 1,
    concurrencyLimit = 10,
    callSeconds,
    penaltyMs = DEFAULT_PENALTY_MS,
  } = options;
  const stopwatchMs = options.stopwatchMs ?? (() => performance.now());
  const chance = new Chance(seed);
  const journal = new Journal(options.journalDirectory, clock);
  const base = new BaseStore(chance, journal, clock);
  makeSandboxBase(base);
  const rateLimit = options.enforceRateLimit === false ? undefined : new RateLimit(stopwatchMs, penaltyMs);
  const airtable = new SimulatedAirtable(base, chance, rateLimit);
  const leads = base.findTable('Leads');
  if (leads !== undefined && base.rowsOf(leads).length === 0) {
    for (const lead of sampleLeads(options.leads, chance, clock.now())) airtable.add('Leads', lead);
  }
  const vapi = new SimulatedVapi({
    chance,
    journal,
    clock,
    stopwatchMs,
    pace,
    concurrencyLimit,
    callSeconds,
  });
  const twilio = new SimulatedTwilio({
    ...{ chance, journal, clock, stopwatchMs, pace },
    account: vapi.twilioAccount,
    bridge: vapi.line,
  });
  const control = controlRoutes(airtable, vapi, twilio);
  try {
    await airtable.listen(options.airtablePort ?? 0, control);
    await vapi.listen(options.vapiPort ?? 0, control);
    await twilio.listen(options.twilioPort ?? 0, control);
  } catch (error) {
    await Promise.all([airtable, vapi].map((one) => one.close().catch(() => undefined)));
    journal.close();
    throw error;
  }
  const close = async (): Promise<void> => {
    await Promise.all([airtable.close(), vapi.close(), twilio.close()]);
    journal.close();
  };
  return { airtable, vapi, twilio, close };
}
