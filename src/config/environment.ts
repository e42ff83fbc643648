import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';
import { parseCallingHours } from './calling-hours';
import {
  accepts,
  parseHeaders,
  parseInstant,
  parsePublicUrl,
  ParsesAs,
  parseSigningKey,
  parseStringMap,
} from './checks';
import { DEFAULT_RETRY_DELAYS, parseRetryDelays } from './retry-delays';

const E164 = /^\+[1-9]\d{6,14}$/;
const anyUrl = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/**
 * Every environment variable that Laura reads: one field each, named as the variable. Nothing else in the program
 * reads `process.env`. An empty value counts as unset.
 */
export class Environment {
  /** `sandbox`: simulated Airtable and VAPI inside this process, over real HTTP; `live`: the real services. */
  @IsIn(['sandbox', 'live'], accepts('`sandbox` or `live`'))
  LAURA_MODE: 'sandbox' | 'live' = 'sandbox';

  /** Address to listen on. Default: `127.0.0.1` in the sandbox, `0.0.0.0` live. */
  @IsOptional()
  HOST?: string;

  /** Port to listen on; 0 takes any free one. */
  @Type(() => Number)
  @IsInt(accepts('a whole number from 0 to 65535'))
  @Min(0, accepts('a whole number from 0 to 65535'))
  @Max(65_535, accepts('a whole number from 0 to 65535'))
  PORT: number = 3000;

  /** The base URL at which providers reach this service. A wrong one means that no outcome ever arrives. */
  @IsOptional()
  @ParsesAs('publicUrl', parsePublicUrl, accepts('an https URL (http only for this same machine)'))
  PUBLIC_URL?: string;

  /** PostgreSQL. Unset: the embedded database in `DATA_DIR`, for a single replica. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, accepts('a URL that begins with postgres:// or postgresql://'))
  DATABASE_URL?: string;

  /** Folder of the embedded database. */
  @IsOptional()
  DATA_DIR: string = './data';

  /** Where leads live: in the operator's `airtable`, or `local`, imported into the database, without Airtable. */
  @IsIn(['airtable', 'local'], accepts('`airtable` or `local`'))
  LEAD_SOURCE: 'airtable' | 'local' = 'airtable';

  /** The least severe lines that are written. */
  @IsIn(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    accepts('fatal, error, warn, info, debug or trace'),
  )
  LOG_LEVEL: string = 'info';

  /** `pretty` for people, `json`, `ecs` for Elastic, `gcp` for Cloud Logging. Default: `pretty` on a terminal. */
  @IsOptional()
  @IsIn(['pretty', 'json', 'ecs', 'gcp'], accepts('pretty, json, ecs or gcp'))
  LOG_FORMAT?: 'pretty' | 'json' | 'ecs' | 'gcp';

  /** Airtable personal access token with data.records:read and :write; schema.bases:read finds wrong columns early. */
  @IsOptional()
  AIRTABLE_API_KEY?: string;

  @IsOptional()
  @Matches(/^app\w+$/, accepts('a base id, `app…`'))
  AIRTABLE_BASE_ID?: string;

  @IsOptional()
  AIRTABLE_LEADS_TABLE: string = 'Leads';

  /** The call-log table. */
  @IsOptional()
  AIRTABLE_TABLE_NAME: string = 'Calls';

  @IsUrl(anyUrl, accepts('an http or https URL'))
  AIRTABLE_ENDPOINT_URL: string = 'https://api.airtable.com';

  /** JSON from our column names to the operator's own. */
  @ParsesAs(
    'fieldMap',
    parseStringMap,
    accepts('JSON from column name to column name, e.g. {"Phone":"Mobile"}'),
  )
  AIRTABLE_FIELD_MAP: string = '{}';

  @IsOptional()
  VAPI_API_TOKEN?: string;

  /** VAPI phone number ids, separated by commas: the one with the lead's area code is called from, else all in turn. */
  @IsOptional()
  @Matches(/^[\w-]+(\s*,\s*[\w-]+)*$/, accepts('phone number ids separated by commas'))
  VAPI_PHONE_ID?: string;

  /** Calls from one of these numbers in any 24 hours, over all campaigns on this database. Unset: no limit. */
  @IsOptional()
  @Type(() => Number)
  @IsInt(accepts('a whole number from 1 to 100000'))
  @Min(1, accepts('a whole number from 1 to 100000'))
  @Max(100_000, accepts('a whole number from 1 to 100000'))
  NUMBER_DAILY_CAP?: number;

  @IsUrl(anyUrl, accepts('an http or https URL'))
  VAPI_BASE_URL: string = 'https://api.vapi.ai';

  /** A saved assistant to use with overrides instead of a transient one. */
  @IsOptional()
  VAPI_ASSISTANT_ID?: string;

  @IsOptional()
  AGENT_NAME: string = 'Laura';

  /** `provider:voiceId`, or a bare id of one of VAPI's own voices. */
  @IsOptional()
  @Matches(/^([\w-]+:)?\S+$/, accepts('`provider:voiceId`, or a voice id'))
  AGENT_VOICE: string = 'vapi:Clara';

  /** `provider:model`, or a bare name of one of OpenAI's. A saved assistant keeps its own. */
  @IsOptional()
  @Matches(/^\S+$/, accepts('`provider:model`, or a model of OpenAI'))
  AGENT_MODEL: string = 'openai:gpt-4o';

  /** What the agent speaks and is heard in: voice, transcriber and built-in texts. */
  @IsIn(['en', 'es', 'fr', 'de'], accepts('`en`, `es`, `fr` or `de`'))
  AGENT_LANGUAGE: 'en' | 'es' | 'fr' | 'de' = 'en';

  /** When a machine answers: `hang-up`, or leave a `message`, for which `CALLBACK_NUMBER` has to be toll-free. */
  @IsIn(['hang-up', 'message'], accepts('`hang-up` or `message`'))
  VOICEMAIL_ACTION: 'hang-up' | 'message' = 'hang-up';

  /** A Liquid template of that message. */
  @IsOptional()
  VOICEMAIL_MESSAGE_TEMPLATE?: string;

  /** Shared secret of the webhook endpoints. */
  @IsOptional()
  @MinLength(16, accepts('16 characters or more'))
  WEBHOOK_SECRET?: string;

  /** The secret before it: accepted too while calls that carry it are still up. */
  @IsOptional()
  @MinLength(16, accepts('16 characters or more'))
  WEBHOOK_SECRET_PREVIOUS?: string;

  /** Operators' token for `/api`. */
  @IsOptional()
  @MinLength(16, accepts('16 characters or more'))
  ADMIN_TOKEN?: string;

  /** The campaign that this deployment runs. Replicas of one deployment share it. */
  @Matches(/^[\w .-]{1,60}$/, accepts('1 to 60 letters, digits, spaces, dots, dashes or underscores'))
  CAMPAIGN_NAME: string = 'default';

  @IsOptional()
  PROMPT_FILE?: string;

  @IsOptional()
  FIRST_MESSAGE_FILE?: string;

  @IsOptional()
  PROMPT_TEMPLATE?: string;

  @IsOptional()
  FIRST_MESSAGE_TEMPLATE?: string;

  /** JSON of further template variables. */
  @ParsesAs(
    'promptVariables',
    parseStringMap,
    accepts('JSON from name to text, e.g. {"product":"solar panels"}'),
  )
  PROMPT_VARIABLES: string = '{}';

  /** Who is calling, in law. */
  @IsOptional()
  SELLER_LEGAL_NAME?: string;

  /** The number that a called person may call back. */
  @IsOptional()
  @Matches(E164, accepts('a phone number in E.164 form, e.g. +14155550123'))
  CALLBACK_NUMBER?: string;

  /** The operator's own rules: registrations attested, what is stricter than the law, signed overrides (JSON). */
  @IsOptional()
  COMPLIANCE_FILE?: string;

  @IsIn(['marketing', 'informational'], accepts('`marketing` or `informational`'))
  CALL_PURPOSE: 'marketing' | 'informational' = 'marketing';

  /** Lines: calls that may be up at once, over all replicas. More than the provider's limit gets calls refused. */
  @Type(() => Number)
  @IsInt(accepts('a whole number from 1 to 10000'))
  @Min(1, accepts('a whole number from 1 to 10000'))
  @Max(10_000, accepts('a whole number from 1 to 10000'))
  MAX_CONCURRENT_CALLS: number = 10;

  /** Dial rate (calls per second), over all replicas. Twilio accounts begin at 1. */
  @Type(() => Number)
  @IsNumber({}, accepts('a number above 0, at most 100'))
  @Min(0.001, accepts('a number above 0, at most 100'))
  @Max(100, accepts('a number above 0, at most 100'))
  CALLS_PER_SECOND: number = 1;

  /** The campaign's own hours in the lead's local time; only ever narrows the law's. */
  @IsOptional()
  @ParsesAs(
    'callingHours',
    parseCallingHours,
    accepts('weekly hours, e.g. `mon-fri 09:00-18:00; sat 10:00-14:00`'),
  )
  CALLING_HOURS?: string;

  /** Attempts that a lead gets in all. */
  @Type(() => Number)
  @IsInt(accepts('a whole number from 1 to 20'))
  @Min(1, accepts('a whole number from 1 to 20'))
  @Max(20, accepts('a whole number from 1 to 20'))
  MAX_ATTEMPTS: number = 3;

  /** Wait after attempt 1, 2, … by outcome. */
  @ParsesAs('retryDelays', parseRetryDelays, accepts(`waits by outcome, e.g. \`${DEFAULT_RETRY_DELAYS}\``))
  RETRY_DELAYS: string = DEFAULT_RETRY_DELAYS;

  /** Calls to one phone number in any 24 hours, over all campaigns on this database. */
  @Type(() => Number)
  @IsInt(accepts('a whole number from 1 to 10'))
  @Min(1, accepts('a whole number from 1 to 10'))
  @Max(10, accepts('a whole number from 1 to 10'))
  MAX_ATTEMPTS_PER_DAY: number = 3;

  /** US dollars a (UTC) day; dialing stops before the day's spend could pass it. Unset: no limit. */
  @IsOptional()
  @Type(() => Number)
  @IsNumber({}, accepts('an amount in US dollars above 0'))
  @Min(0.01, accepts('an amount in US dollars above 0'))
  DAILY_BUDGET_USD?: number;

  /** US dollars reserved for a call whose cost is not known yet. Too small lets the budget be passed. */
  @Type(() => Number)
  @IsNumber({}, accepts('an amount in US dollars above 0'))
  @Min(0.01, accepts('an amount in US dollars above 0'))
  MAX_CALL_COST_USD: number = 1;

  /** Seconds after which the provider ends a call. */
  @Type(() => Number)
  @IsInt(accepts('seconds, a whole number from 10 to 43200'))
  @Min(10, accepts('seconds, a whole number from 10 to 43200'))
  @Max(43_200, accepts('seconds, a whole number from 10 to 43200'))
  MAX_CALL_DURATION: number = 600;

  /** Seconds without a word from the person after which the call ends. Too few cut off who looks something up. */
  @Type(() => Number)
  @IsInt(accepts('seconds, a whole number from 5 to 600'))
  @Min(5, accepts('seconds, a whole number from 5 to 600'))
  @Max(600, accepts('seconds, a whole number from 5 to 600'))
  SILENCE_TIMEOUT: number = 30;

  /** Days after which transcripts, recordings' addresses and raw webhook bodies are erased from the database. */
  @Type(() => Number)
  @IsInt(accepts('days, a whole number from 1 to 3650'))
  @Min(1, accepts('days, a whole number from 1 to 3650'))
  @Max(3_650, accepts('days, a whole number from 1 to 3650'))
  RETENTION_DAYS: number = 90;

  /** Whether the console may change how many replicas this Deployment has. Not beside an autoscaler, which undoes it. */
  @IsIn(['true', 'false'], accepts('`true` or `false`'))
  KUBERNETES_SCALING: 'true' | 'false' = 'false';

  /** The Deployment's name, in the pod's own namespace. */
  @Matches(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, accepts('the name of a Deployment'))
  KUBERNETES_DEPLOYMENT: string = 'laura';

  /** `vapi`: VAPI's own numbers; `twilio`: VAPI's assistant over the operator's Twilio account. */
  @IsIn(['vapi', 'twilio'], accepts('`vapi` or `twilio`'))
  TELEPHONY_PROVIDER: 'vapi' | 'twilio' = 'vapi';

  @IsOptional()
  @Matches(/^AC\w+$/, accepts('an account sid, `AC…`'))
  TWILIO_ACCOUNT_SID?: string;

  @IsOptional()
  TWILIO_AUTH_TOKEN?: string;

  @IsOptional()
  @Matches(E164, accepts('a phone number in E.164 form, e.g. +14155550123'))
  TWILIO_FROM_NUMBER?: string;

  @IsUrl(anyUrl, accepts('an http or https URL'))
  TWILIO_BASE_URL: string = 'https://api.twilio.com';

  /** Where the sandbox's clock starts. Default: a weekday morning. */
  @IsOptional()
  @ParsesAs('instant', parseInstant, accepts('an ISO 8601 instant, e.g. 2026-11-24T17:00:00Z'))
  SANDBOX_NOW?: string;

  /** Sandbox seconds per real second. */
  @Type(() => Number)
  @IsNumber({}, accepts('a number from 1 to 600'))
  @Min(1, accepts('a number from 1 to 600'))
  @Max(600, accepts('a number from 1 to 600'))
  SANDBOX_SPEED: number = 30;

  /** How many sample leads the sandbox makes. */
  @Type(() => Number)
  @IsInt(accepts('a whole number from 0 to 10000'))
  @Min(0, accepts('a whole number from 0 to 10000'))
  @Max(10_000, accepts('a whole number from 0 to 10000'))
  SANDBOX_LEADS: number = 200;

  /** Tests only: the process's clock starts at this instant and runs on from it. */
  @IsOptional()
  @ParsesAs('instant', parseInstant, accepts('an ISO 8601 instant, e.g. 2026-11-24T17:00:00Z'))
  CLOCK_START?: string;

  /** A Slack-compatible incoming webhook, told of automatic pauses, hot leads and callbacks asked for. */
  @IsOptional()
  @ParsesAs('publicUrl', parsePublicUrl, accepts('an https URL (http only for this same machine)'))
  NOTIFY_WEBHOOK_URL?: string;

  /** Where each finished call is posted (Lindy, Zapier, Make, or a receiver of your own). */
  @IsOptional()
  @ParsesAs('publicUrl', parsePublicUrl, accepts('an https URL (http only for this same machine)'))
  AUTOMATION_WEBHOOK_URL?: string;

  /** Signs what is posted there, by the Standard Webhooks scheme. */
  @IsOptional()
  @ParsesAs(
    'signingKey',
    parseSigningKey,
    accepts('`whsec_` and 16 bytes or more in base64, or 16 ASCII characters or more'),
  )
  AUTOMATION_WEBHOOK_SECRET?: string;

  /** The base URL of an OpenTelemetry collector (OTLP over HTTP): each call is sent there as one trace. Unset: none are. */
  @IsOptional()
  @IsUrl(anyUrl, accepts('an http or https URL'))
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** Headers that the collector wants, e.g. a key. */
  @IsOptional()
  @ParsesAs(
    'headers',
    parseHeaders,
    accepts('`name=value` pairs, separated by commas, values percent-encoded'),
  )
  OTEL_EXPORTER_OTLP_HEADERS?: string;

  /** Set to `production` by the image: demands an explicit mode and reads no `.env`. */
  @IsOptional()
  NODE_ENV?: string;
}

/** Variables whose values never appear in a fault, a log line or an answer. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set([
  'AIRTABLE_API_KEY',
  'VAPI_API_TOKEN',
  'WEBHOOK_SECRET',
  'WEBHOOK_SECRET_PREVIOUS',
  'ADMIN_TOKEN',
  'TWILIO_AUTH_TOKEN',
  'NOTIFY_WEBHOOK_URL',
  'AUTOMATION_WEBHOOK_URL',
  'AUTOMATION_WEBHOOK_SECRET',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'DATABASE_URL',
]);
