import { parseCallingHours, WeeklyHours } from './calling-hours';
import { parseStringMap } from './checks';
import { Environment } from './environment';
import { parseRetryDelays, RetryDelays } from './retry-delays';

/**
 * The configuration in slices: a module takes the slice that it needs and sees nothing else.
 * Each is built from a validated {@link Environment}; live-only values are empty in a sandbox that has not started.
 */
export class DatabaseSettings {
  readonly url: string | undefined;
  readonly dataDir: string;
  constructor(environment: Environment) {
    this.url = environment.DATABASE_URL;
    this.dataDir = environment.DATA_DIR;
  }
}

export class ServerSettings {
  readonly mode: 'sandbox' | 'live';
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  constructor(environment: Environment) {
    this.mode = environment.LAURA_MODE;
    this.host = environment.HOST ?? (this.mode === 'live' ? '0.0.0.0' : '127.0.0.1');
    this.port = environment.PORT;
    this.publicUrl = (environment.PUBLIC_URL ?? '').replace(/\/+$/, '');
  }
}

export class LogSettings {
  readonly level: string;
  readonly format: 'pretty' | 'json' | 'ecs' | 'gcp' | undefined;
  constructor(environment: Environment) {
    this.level = environment.LOG_LEVEL;
    this.format = environment.LOG_FORMAT;
  }
}

export class AirtableSettings {
  readonly apiKey: string;
  readonly baseId: string;
  readonly leadsTable: string;
  readonly callsTable: string;
  readonly endpointUrl: string;
  /** Our column name → the operator's. */
  readonly fieldMap: Readonly<Record<string, string>>;
  constructor(environment: Environment) {
    this.apiKey = environment.AIRTABLE_API_KEY ?? '';
    this.baseId = environment.AIRTABLE_BASE_ID ?? '';
    this.leadsTable = environment.AIRTABLE_LEADS_TABLE;
    this.callsTable = environment.AIRTABLE_TABLE_NAME;
    this.endpointUrl = environment.AIRTABLE_ENDPOINT_URL.replace(/\/+$/, '');
    this.fieldMap = parseStringMap(environment.AIRTABLE_FIELD_MAP) ?? {};
  }
}

/** The operator's own Twilio number, over which VAPI places the call. */
export interface TwilioNumber {
  readonly accountSid: string;
  readonly authToken: string;
  readonly fromNumber: string;
}

export class TelephonySettings {
  readonly token: string;
  readonly phoneIds: readonly string[];
  readonly baseUrl: string;
  readonly assistantId: string | undefined;
  readonly maxCallDurationSeconds: number;
  /** Set when calls go over the operator's Twilio account. */
  readonly twilio: TwilioNumber | undefined;
  /** Verifies Twilio's webhook signatures, whichever way calls are placed. */
  readonly twilioAuthToken: string | undefined;
  constructor(environment: Environment) {
    this.token = environment.VAPI_API_TOKEN ?? '';
    this.phoneIds = (environment.VAPI_PHONE_ID ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean);
    this.baseUrl = environment.VAPI_BASE_URL.replace(/\/+$/, '');
    this.assistantId = environment.VAPI_ASSISTANT_ID;
    this.maxCallDurationSeconds = environment.MAX_CALL_DURATION;
    this.twilioAuthToken = environment.TWILIO_AUTH_TOKEN;
    this.twilio =
      environment.TELEPHONY_PROVIDER === 'twilio'
        ? {
            accountSid: environment.TWILIO_ACCOUNT_SID ?? '',
            authToken: environment.TWILIO_AUTH_TOKEN ?? '',
            fromNumber: environment.TWILIO_FROM_NUMBER ?? '',
          }
        : undefined;
  }
}

export class ScriptSettings {
  readonly agentName: string;
  readonly agentVoice: string;
  readonly sellerLegalName: string;
  readonly callbackNumber: string;
  readonly promptFile: string | undefined;
  readonly promptTemplate: string | undefined;
  readonly firstMessageFile: string | undefined;
  readonly firstMessageTemplate: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  constructor(environment: Environment) {
    this.agentName = environment.AGENT_NAME;
    this.agentVoice = environment.AGENT_VOICE;
    this.sellerLegalName = environment.SELLER_LEGAL_NAME ?? '';
    this.callbackNumber = environment.CALLBACK_NUMBER ?? '';
    this.promptFile = environment.PROMPT_FILE;
    this.promptTemplate = environment.PROMPT_TEMPLATE;
    this.firstMessageFile = environment.FIRST_MESSAGE_FILE;
    this.firstMessageTemplate = environment.FIRST_MESSAGE_TEMPLATE;
    this.variables = parseStringMap(environment.PROMPT_VARIABLES) ?? {};
  }
}

export class CampaignSettings {
  readonly name: string;
  readonly purpose: 'marketing' | 'informational';
  readonly lines: number;
  readonly callsPerSecond: number;
  readonly callingHours: WeeklyHours | undefined;
  readonly maxAttempts: number;
  readonly maxAttemptsPerDay: number;
  readonly retryDelays: RetryDelays;
  readonly maxCallDurationSeconds: number;
  readonly dailyBudgetUsd: number | undefined;
  readonly maxCallCostUsd: number;
  constructor(environment: Environment) {
    this.name = environment.CAMPAIGN_NAME;
    this.purpose = environment.CALL_PURPOSE;
    this.lines = environment.MAX_CONCURRENT_CALLS;
    this.callsPerSecond = environment.CALLS_PER_SECOND;
    this.callingHours = parseCallingHours(environment.CALLING_HOURS ?? '');
    this.maxAttempts = environment.MAX_ATTEMPTS;
    this.maxAttemptsPerDay = environment.MAX_ATTEMPTS_PER_DAY;
    this.retryDelays = parseRetryDelays(environment.RETRY_DELAYS) as RetryDelays;
    this.maxCallDurationSeconds = environment.MAX_CALL_DURATION;
    this.dailyBudgetUsd = environment.DAILY_BUDGET_USD;
    this.maxCallCostUsd = environment.MAX_CALL_COST_USD;
  }
}

/** Secrets that others prove themselves with. */
export class AccessSettings {
  /** The current webhook secret first, then the one before it. */
  readonly webhookSecrets: readonly string[];
  readonly adminToken: string;
  constructor(environment: Environment) {
    this.webhookSecrets = [environment.WEBHOOK_SECRET, environment.WEBHOOK_SECRET_PREVIOUS].filter(
      (secret) => secret !== undefined,
    );
    this.adminToken = environment.ADMIN_TOKEN ?? '';
  }
}

export const SETTINGS = [
  DatabaseSettings,
  ServerSettings,
  LogSettings,
  AirtableSettings,
  TelephonySettings,
  ScriptSettings,
  CampaignSettings,
  AccessSettings,
] as const;
