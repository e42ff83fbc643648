import { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/**
 * The tables as the queries see them; `migrations/` is where they are made. Phone numbers are E.164, money is US
 * dollars, `…_at` columns are business time unless their comment says that the database's clock set them.
 */
export interface Schema {
  campaigns: CampaignTable;
  leads: LeadTable;
  attempts: AttemptTable;
  calls: CallTable;
  decisions: DecisionTable;
  decision_attempts: DecisionAttemptTable;
  ledger_heads: LedgerHeadTable;
  ledger_subjects: LedgerSubjectTable;
  do_not_call_lists: DoNotCallListTable;
  do_not_call_numbers: DoNotCallNumberTable;
  suppressions: SuppressionTable;
  script_versions: ScriptVersionTable;
  consents: ConsentTable;
  webhook_events: WebhookEventTable;
  outbox: OutboxTable;
  automation_deliveries: AutomationDeliveryTable;
  leases: LeaseTable;
  rate_limits: RateLimitTable;
  sync_states: SyncStateTable;
  forecasts: ForecastTable;
  operator_actions: OperatorActionTable;
  lead_import_rows: LeadImportRowTable;
  imported_leads: ImportedLeadTable;
}

export interface CampaignTable {
  name: string;
  paused_at: Date | null;
  paused_reason: string | null;
  /** When the dial rate allows the next dial. */
  next_dial_at: Date | null;
  /** When the operator last ended a pause. */
  resumed_at: Date | null;
  /** Since when dialing pauses by itself, because calls keep failing; the operator's own pause is `paused_at`. */
  suspended_at: Date | null;
  suspended_reason: string | null;
  /** The database's clock: when the next probing call may go. Null while one is under way. */
  probe_at: Date | null;
  /** How long after a failed probe the next one waits; doubles with each. */
  probe_wait_ms: number | null;
  /** The probing attempt: the only one that may be dialed meanwhile. */
  probe_attempt_id: string | null;
  /** The database's clock: when the provider was asked for the probe that last got through. */
  proven_at: Date | null;
  /** Set by an operator, below the configured ones; null: as configured. */
  lines_limit: number | null;
  calls_per_second_limit: number | null;
}

/** What operators have done; append-only, but for a reason that is blanked when the person in it is erased. */
export interface OperatorActionTable {
  id: string;
  at: Date;
  campaign: string;
  /** As the operator named themselves. */
  who: string;
  command: string;
  /** A lead's id, a masked number, or whatever else it was done to; never a number. */
  subject: string | null;
  reason: string | null;
  detail: JSONColumnType<Record<string, unknown>>;
}

export interface LeadTable {
  id: string;
  campaign: string;
  /** The lead's id where it comes from, e.g. an Airtable record id. */
  source_id: string;
  status: string;
  /** Why the lead is `invalid`, `blocked`, … in words; mirrored as `Last Outcome`. */
  status_reason: string | null;
  phone: string | null;
  country: string | null;
  name: string | null;
  email: string | null;
  company: string | null;
  timezone: string | null;
  state: string | null;
  postal_code: string | null;
  consent: string;
  consent_at: Date | null;
  consent_source: string | null;
  consent_evidence: string | null;
  consent_expires_at: Date | null;
  do_not_call: boolean;
  notes: string | null;
  /** Further columns, for templates. */
  fields: JSONColumnType<Record<string, unknown>>;
  /** Attempts that count towards the lead's limit. */
  attempts: number;
  /** Provider failures since the last call that reached the network. */
  failures: number;
  /** When the lead may next be looked at. */
  due_at: Date;
  callback_at: Date | null;
  last_call_at: Date | null;
  last_outcome: string | null;
  /** What the source is known to hold in the columns that we write: a difference is a person's edit. */
  acknowledged: JSONColumnType<Record<string, string>>;
  synced_at: Date;
  /** Numbers (E.164) at which somebody else was reached: never dialed again for this lead. */
  wrong_numbers: Generated<string[]>;
}

export interface AttemptTable {
  id: string;
  campaign: string;
  lead_id: string;
  phone: string;
  /** 1 for the lead's first attempt. */
  number: number;
  state: string;
  /** The replica that works on it until it is placed. */
  holder: string;
  /** The database's clock: after this another replica may take it over. */
  lease_until: Date;
  reserved_at: Date;
  dialing_at: Date | null;
  placed_at: Date | null;
  /** The provider said that the call is over, though not yet how it went. Frees the line, not the number. */
  hung_up_at: Date | null;
  ended_at: Date | null;
  provider_call_id: string | null;
  disposition: string | null;
  /** Lookups of an attempt in doubt or of a silent call. */
  looks: number;
  next_look_at: Date | null;
  /** The status that the lead goes back to when the attempt comes to nothing. */
  lead_status_before: string;
  /** Why it was released, rejected or is in doubt. */
  reason: string | null;
  /** Whether it failed by the provider's fault rather than for a reason of its own; null: that can't be said. */
  provider_fault: boolean | null;
  /** The database's clock: when the provider was asked. */
  asked_at: Date | null;
  /** The database's clock, set by a trigger: when `provider_fault` was first known. */
  told_at: Generated<Date | null>;
  /** The provider's id of our number that it goes out from; null where there was no choice. */
  caller_id: string | null;
  /** With which words the call was made: a row of `script_versions`. */
  script_version: string | null;
}

/** Every script that was ever in use; never changed. */
export interface ScriptVersionTable {
  version: string;
  first_message_template: string;
  /** With the rules that follow every prompt. */
  system_prompt_template: string;
  /** What the templates were filled with besides the lead. */
  variables: JSONColumnType<Record<string, unknown>>;
  first_used_at: Date;
}

export interface CallTable {
  /** The provider's id. */
  id: string;
  campaign: string;
  attempt_id: string | null;
  lead_id: string | null;
  phone: string | null;
  status: string;
  carrier_call_id: string | null;
  /** The highest number of an event that the carrier has told. */
  carrier_sequence: number | null;
  control_url: string | null;
  started_at: Date | null;
  ended_at: Date | null;
  ended_reason: string | null;
  disposition: string | null;
  summary: string | null;
  transcript: string | null;
  recording_url: string | null;
  next_action: string | null;
  analysis: JSONColumnType<Record<string, unknown>> | null;
  cost_usd: number | null;
  opted_out: boolean;
  created_at: Date;
  updated_at: Date;
  /** When the person was erased from it: what comes later must not bring the person back. */
  erased_at: Date | null;
  /** What an automation made of the call; stands above `summary` and `next_action`, and no report replaces it. */
  automation_summary: string | null;
  automation_next_action: string | null;
  /** Words that may have been an opt-out were heard while the call was up. */
  opt_out_doubtful: Generated<boolean>;
  /** The callback that was agreed on while the call was up. */
  callback_at: Date | null;
  /** The database's clock: when the row was last written, whoever wrote it. */
  changed_at: Generated<Date>;
}

/** One server's driver reads `bigint` as text and the other's as a number. */
type Bigint = ColumnType<string | number, number>;

/** Append-only: written by `compliance/ledger/` alone, which chains each row to the one before. */
export interface DecisionTable {
  id: string;
  /** The row's place in the ledger, from 1 on, without gaps. */
  sequence: Bigint;
  campaign: string;
  lead_id: string | null;
  /** The number's token in `ledger_subjects`. */
  subject: string | null;
  /** `reserve` or `dial`. */
  moment: string;
  verdict: string;
  rule_set: string;
  /** Each rule's verdict with its reason and citation. */
  findings: JSONColumnType<object[]>;
  /** The facts that were judged. */
  inputs: JSONColumnType<Record<string, unknown>>;
  next_legal_at: Date | null;
  decided_at: Date;
  /** The hash of the row before; 64 zeros in the first. */
  previous_hash: string;
  /** SHA-256 over this row's place, the hash before it and its content; hexadecimal. */
  hash: string;
}

/** Which attempt came of an allowing decision; append-only. */
export interface DecisionAttemptTable {
  decision_id: string;
  attempt_id: string;
}

/** The last row of each ledger (`decisions` is the only one). */
export interface LedgerHeadTable {
  name: string;
  sequence: Bigint;
  hash: string;
}

/** Whose decisions they are; the row goes when the person is erased. */
export interface LedgerSubjectTable {
  phone: string;
  token: string;
  /** The database's clock. */
  created_at: Generated<Date>;
}

/** One row for each version of a public do-not-call list that was ever imported; it stays as the record. */
export interface DoNotCallListTable {
  id: GeneratedAlways<number>;
  /** Code of the list, e.g. `us-national`. */
  list: string;
  /** The day (ISO) that the list bears, as the operator states it. */
  version_date: string;
  /** The area codes that the file covers, ascending and separated by commas; null for the whole list. */
  area_codes: string | null;
  file_name: string;
  started_at: Date;
  /** Null while the numbers are being written, and for good when that came to nothing. */
  imported_at: Date | null;
  /** Of the file as it lay there, hexadecimal. */
  sha256: string | null;
  number_count: number | null;
  is_current: Generated<boolean>;
  /** When the numbers of a version that is not in force were deleted. */
  numbers_removed_at: Date | null;
}

export interface DoNotCallNumberTable {
  phone: string;
  list_id: number;
}

/** Grants and withdrawals as they came in; written by `compliance/consents/` alone, and never changed. */
export interface ConsentTable {
  id: string;
  phone: string;
  /** `grant` or `revocation`. */
  kind: string;
  level: string | null;
  seller: string | null;
  purpose: string | null;
  channel: string | null;
  /** When it was given or withdrawn. */
  occurred_at: Date | null;
  expires_at: Date | null;
  source: string | null;
  evidence: string | null;
  /** `lead-source`, `operator`, `import` or `call`. */
  origin: string;
  campaign: string;
  /** Of the content: the same statement twice is one. */
  fingerprint: string;
  recorded_at: Date;
}

export interface SuppressionTable {
  phone: string;
  reason: string;
  channel: string;
  call_id: string | null;
  created_at: Date;
}

export interface WebhookEventTable {
  id: string;
  provider: string;
  type: string;
  call_id: string | null;
  dedup_key: string;
  payload: JSONColumnType<Record<string, unknown>>;
  received_at: Date;
  processed_at: Date | null;
  /** `applied`, `unmatched`, `ignored` or `failed`. */
  result: string | null;
  /** Whose webhook endpoint it came to; null: it came before this was kept. */
  campaign: string | null;
  /** Settlings that failed. */
  tries: Generated<number>;
  /** When it may be settled, or tried again; the database's clock. */
  due_at: Generated<Date>;
  /** Of the request that brought it. */
  request_id: string | null;
}

export interface OutboxTable {
  campaign: string;
  /** `lead`, `new-lead` or `call`. */
  target: string;
  /** The record: a lead's source id, an id of a record to be made, or a call id. */
  key: string;
  /** Desired values by our column names; merged while they wait. */
  fields: JSONColumnType<Record<string, unknown>>;
  /** Grows with each merge: a flush deletes only what it has written. */
  version: number;
  tries: number;
  last_error: string | null;
  /** The database's clock. */
  due_at: Generated<Date>;
  created_at: Generated<Date>;
  /** Of the request that asked for it last. */
  request_id: string | null;
}

/** A post to the operator's automation: written by `automation/` alone. */
export interface AutomationDeliveryTable {
  /** Also the `webhook-id` of every try. */
  id: string;
  campaign: string;
  call_id: string;
  /** `finished`, once a call, or `updated`. */
  kind: string;
  /** `pending`, `delivered` or `dead`. */
  state: Generated<string>;
  /** Posts begun; also tells a claim from a later one. */
  tries: Generated<number>;
  last_status: number | null;
  /** In our words, for the operator. */
  last_error: string | null;
  occurred_at: Date;
  /** The database's clock: when it is next tried; while it is being tried, until when nobody else may. */
  due_at: Generated<Date>;
  created_at: Generated<Date>;
  delivered_at: Date | null;
  /** Of the request that made it due. */
  request_id: string | null;
}

export interface LeaseTable {
  name: string;
  holder: string;
  /** The database's clock. */
  expires_at: Date;
}

export interface RateLimitTable {
  name: string;
  /** The database's clock: when the next request may go. */
  next_at: Date;
}

export interface SyncStateTable {
  name: string;
  synced_at: Date;
  full_synced_at: Date;
}

/** Rows of a file that is being imported, until all have been read: one import at a time in a campaign. */
export interface LeadImportRowTable {
  campaign: string;
  /** As a spreadsheet counts. */
  row: number;
  /** The lead's id in the file. */
  external_id: string | null;
  phone: string;
  /** By our column names, and the further columns by theirs. */
  cells: JSONColumnType<{ known: Record<string, string>; further: Record<string, string> }>;
  /** Of the content: the same row again is the same one. */
  fingerprint: string;
  /** The first row that is about the same person, if it is not this one. */
  twin: number | null;
}

/** What the row of an imported lead, known by its number, said when it was last imported. */
export interface ImportedLeadTable {
  campaign: string;
  phone: string;
  fingerprint: string;
}

/** A forecast of a campaign, kept to be compared with what then happened. */
export interface ForecastTable {
  id: string;
  campaign: string;
  made_at: Date;
  /** The database's clock. */
  recorded_at: Generated<Date>;
  /** What it took to make (real ms). */
  took_ms: number;
  result: JSONColumnType<Record<string, unknown>>;
}
