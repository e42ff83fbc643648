import { CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { DateTime } from 'luxon';
import { Behaviour, DialedCall, RecordView, Sandbox, TracedCall } from '../../src/sandbox/sandbox';

/** What the Calls table must say of a call, by how the simulated person behaved. */
const CALL_STATUS: Readonly<Record<Behaviour, string>> = {
  interested: 'completed',
  'not-interested': 'completed',
  'wants-human': 'completed',
  'wrong-number': 'completed',
  callback: 'callback-requested',
  'opt-out': 'opted-out',
  'opt-out-words': 'opted-out',
  'opt-out-key': 'opted-out',
  'opt-out-doubtful': 'completed',
  'callback-words': 'callback-requested',
  'no-answer': 'no-answer',
  busy: 'busy',
  voicemail: 'voicemail',
  misdialed: 'failed',
  silence: 'completed',
  'pipeline-error': 'failed',
  'carrier-failure': 'failed',
  'start-error': 'failed',
};

/** What the lead's `Status` may be after that call, when it was the last. */
const LEAD_STATUS: Readonly<Record<Behaviour, readonly string[]>> = {
  interested: ['called'],
  'not-interested': ['called'],
  'wants-human': ['called'],
  'wrong-number': ['invalid'],
  callback: ['callback'],
  'opt-out': ['opted out'],
  'opt-out-words': ['opted out'],
  'opt-out-key': ['opted out'],
  'opt-out-doubtful': ['needs review'],
  'callback-words': ['callback'],
  'no-answer': ['retry', 'exhausted'],
  busy: ['retry', 'exhausted'],
  voicemail: ['retry', 'exhausted'],
  misdialed: ['invalid'],
  silence: ['called'],
  'pipeline-error': ['retry', 'exhausted', 'needs review'],
  'carrier-failure': ['retry', 'needs review'],
  'start-error': ['retry', 'needs review'],
};

/** Whoever has come to this is never called again. */
const SETTLED = ['called', 'invalid', 'opted out'];

/**
 * Everything in which the simulated Airtable, the simulated VAPI and the law disagree, in words; empty when all is
 * well. Reads the simulators' own record only: it shares no code with the service.
 */
export function disagreements(sandbox: Sandbox): string[] {
  const calls = phoneCalls(sandbox);
  const rows = sandbox.airtable.records('Calls');
  const leads = numbered(sandbox.airtable.records('Leads'));
  return [
    ...rowFaults(calls, rows, sandbox.twilio.calls),
    ...leadFaults(calls, leads),
    ...irreparableFaults(sandbox),
  ];
}

/** VAPI's calls, without the orders that it was not to dial and that nobody else has dialed either. */
function phoneCalls({ vapi, twilio }: Sandbox): TracedCall[] {
  const dialed = new Set(twilio.calls.map(({ vapiCallId }) => vapiCallId));
  return vapi.calls.filter(({ id, bypass }) => bypass === undefined || dialed.has(id));
}

/** Those of the disagreements that no later moment can mend: they may be looked for while calls are under way. */
export function irreparableFaults(sandbox: Sandbox): string[] {
  const calls = phoneCalls(sandbox);
  const ids = sandbox.airtable.records('Calls').map(({ fields }) => String(fields.CallId));
  const repeated = ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `Call ${id} has two rows`);
  const leads = numbered(sandbox.airtable.records('Leads'));
  return [...repeated, ...unlawfulCalls(calls, leads), ...doubleCalls(calls)];
}

/** Waits until everybody agrees, and returns what is left of the disagreements when the time has passed. */
export async function lastingDisagreements(sandbox: Sandbox, withinMs = 20_000): Promise<string[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = disagreements(sandbox);
    if (found.length === 0 || performance.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Each call has exactly one row and each row exactly one call, saying the same. */
function rowFaults(
  calls: readonly TracedCall[],
  rows: readonly RecordView[],
  dialed: readonly DialedCall[],
): string[] {
  const faults = rows
    .filter((row) => !calls.some((call) => call.id === row.fields.CallId))
    .map((row) => `Row ${row.id} shows a call that VAPI does not know`);
  for (const call of calls.filter(({ status }) => status === 'ended')) {
    const own = rows.filter((row) => row.fields.CallId === call.id);
    if (own.length !== 1) faults.push(`Call ${call.id} (${call.behaviour}) has ${own.length} rows`);
    const fields = own[0]?.fields ?? {};
    const expected = {
      CallStatus: CALL_STATUS[call.behaviour],
      CustomerNumber: call.customer.number,
      EndedReason: endedReason(call, dialed),
      OptOut: CALL_STATUS[call.behaviour] === 'opted-out' ? true : undefined,
    };
    for (const [column, value] of Object.entries(expected)) {
      if (own[0] && fields[column] !== value) {
        faults.push(
          `Call ${call.id} (${call.behaviour}): ${column} is ${String(fields[column])}, not ${String(value)}`,
        );
      }
    }
  }
  return faults;
}

/** Of a call that was never put through to VAPI, Twilio knows how it ended. */
function endedReason(call: TracedCall, dialed: readonly DialedCall[]): string | undefined {
  const own = dialed.find(({ vapiCallId }) => vapiCallId === call.id);
  const isConnected = call.startedAt !== undefined;
  return own === undefined || isConnected ? call.endedReason : `twilio-${own.status}`;
}

/** A lead's status follows from its last call, and it has had as many attempts as it shows. */
function leadFaults(calls: readonly TracedCall[], leads: readonly NumberedLead[]): string[] {
  return leads.flatMap((lead) => {
    const own = calls.filter((call) => leadOf(call, leads)?.id === lead.id);
    const last = own.at(-1);
    const status = String(lead.fields.Status ?? '').toLowerCase();
    if (!last) {
      return status === 'called' || status === 'in progress'
        ? [`Lead ${lead.id} is ${status} without any call`]
        : [];
    }
    if (last.status !== 'ended') return [];
    const faults: string[] = [];
    if (!LEAD_STATUS[last.behaviour].includes(status)) {
      faults.push(`Lead ${lead.id} is ${status} after a call that was ${last.behaviour}`);
    }
    const uncounted: readonly Behaviour[] = ['carrier-failure', 'start-error'];
    const counted = own.filter(({ behaviour }) => !uncounted.includes(behaviour)).length;
    if (Number(lead.fields.Attempts ?? 0) !== counted) {
      faults.push(`Lead ${lead.id} shows ${String(lead.fields.Attempts)} attempts, VAPI knows ${counted}`);
    }
    return faults;
  });
}

/** Calls that should not have been made: consent, Do Not Call, and the hour where the lead says it lives. */
function unlawfulCalls(calls: readonly TracedCall[], leads: readonly NumberedLead[]): string[] {
  return calls.flatMap((call) => {
    const lead = leadOf(call, leads);
    if (!lead) return [`Call ${call.id} belongs to no lead`];
    const faults: string[] = [];
    if (lead.fields['Do Not Call'] === true) faults.push(`Call ${call.id} went to a lead with Do Not Call`);
    if (lead.fields.Consent !== 'express_written')
      faults.push(`Call ${call.id} went to a lead without written consent`);
    const expires = lead.fields['Consent Expires At'];
    if (typeof expires === 'string' && expires <= call.createdAt)
      faults.push(`Call ${call.id} came after consent expired`);
    const zone = lead.fields.Timezone;
    const hour = typeof zone === 'string' ? DateTime.fromISO(call.createdAt, { zone }).hour : 12;
    if (hour < 8 || hour >= 21) faults.push(`Call ${call.id} was made at ${hour} o'clock local time`);
    return faults;
  });
}

/** Two calls up at once to one number, or a call after one that had settled the matter. */
function doubleCalls(calls: readonly TracedCall[]): string[] {
  return calls.flatMap((call, index) =>
    calls.slice(index + 1).flatMap((later) => {
      if (later.customer.number !== call.customer.number) return [];
      const overlaps = call.endedAt === undefined || later.createdAt < call.endedAt;
      const sameAttempt = call.name === later.name;
      const faults = [];
      if (overlaps) faults.push(`Calls ${call.id} and ${later.id} were up at once to one number`);
      if (sameAttempt) faults.push(`Calls ${call.id} and ${later.id} are one attempt`);
      if (CALL_STATUS[call.behaviour] === 'opted-out')
        faults.push(`Call ${later.id} was made after an opt-out`);
      const sameLead = call.customer.name === later.customer.name;
      if (sameLead && LEAD_STATUS[call.behaviour].every((status) => SETTLED.includes(status)))
        faults.push(
          `Call ${later.id} was made although ${call.id} had settled the matter (${call.behaviour})`,
        );
      return faults;
    }),
  );
}

interface NumberedLead extends RecordView {
  /** E.164, as a library reads whatever people wrote in the cell. */
  readonly number: string | undefined;
}

/** Every lead's number, E.164, that can be read. */
export function phoneNumbersOf(sandbox: Sandbox): string[] {
  return numbered(sandbox.airtable.records('Leads')).flatMap(({ number }) => number ?? []);
}

function numbered(leads: readonly RecordView[]): NumberedLead[] {
  return leads.map((lead) => {
    const defaultCountry = String(lead.fields.Country ?? 'US') as CountryCode;
    const phone = String(lead.fields.Phone ?? '').trim();
    return { ...lead, number: parsePhoneNumberFromString(phone, { defaultCountry })?.number };
  });
}

/** By number, and by name where several leads share one. */
function leadOf(call: TracedCall, leads: readonly NumberedLead[]): NumberedLead | undefined {
  const same = leads.filter(({ number }) => number === call.customer.number);
  return (
    same.find((lead) => lead.fields.Name === call.customer.name) ?? (same.length === 1 ? same[0] : undefined)
  );
}
