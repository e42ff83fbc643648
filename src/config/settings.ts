import { parseCallingHours, WeeklyHours } from './calling-hours';
import { parseSigningKey, parseStringMap } from './checks';
import { Environment } from './environment';
import { parseRetryDelays, RetryDelays } from './retry-delays';
import { TracingSettings } from './tracing-settings';

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
  /** Whether leads and call log live there; else they live in the database alone. */
  readonly isUsed: boolean;
  readonly apiKey: string;
  readonly baseId: string;
  readonly leadsTable: string;
  readonly callsTable: string;
  readonly endpointUrl: string;
  /** Our column name → the operator's. */
  readonly fieldMap: Readonly<Record<string, string>>;
  constructor(environment: Environment) {
    this.isUsed = environment.LEAD_SOURCE === 'airtable';
    this.apiKey = environment.AIRTABLE_API_KEY ?? '';
    this.baseId = environment.AIRTABLE_BASE_ID ?? '';
    this.leadsTable = environment.AIRTABLE_LEADS_TABLE;
    this.callsTable = environment.AIRTABLE_TABLE_NAME;
    this.endpointUrl = environment.AIRTABLE_ENDPOINT_URL.replace(/\/+$/, '');
    this.fieldMap = parseStringMap(environment.AIRTABLE_FIELD_MAP) ?? {};
  }
}

/** The operator's own Twilio account, and the number to call from. */
export interface TwilioNumber {
  readonly accountSid: string;
  readonly authToken: string;
  readonly fromNumber: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
}

export class TelephonySettings {
  readonly token: string;
  readonly phoneIds: readonly string[];
  readonly baseUrl: string;
  readonly assistantId: string | undefined;
  readonly maxCallDurationSeconds: number;
  readonly silenceTimeoutSeconds: number;
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
    this.silenceTimeoutSeconds = environment.SILENCE_TIMEOUT;
    this.twilioAuthToken = environment.TWILIO_AUTH_TOKEN;
    this.twilio =
      environment.TELEPHONY_PROVIDER === 'twilio'
        ? {
            accountSid: environment.TWILIO_ACCOUNT_SID ?? '',
            authToken: environment.TWILIO_AUTH_TOKEN ?? '',
            fromNumber: environment.TWILIO_FROM_NUMBER ?? '',
            baseUrl: environment.TWILIO_BASE_URL.replace(/\/+$/, ''),
          }
        : undefined;
  }
}

export class ScriptSettings {
  readonly agentName: string;
  readonly agentVoice: string;
  readonly agentModel: string;
  readonly language: Environment['AGENT_LANGUAGE'];
  readonly sellerLegalName: string;
  readonly callbackNumber: string;
  readonly promptFile: string | undefined;
  readonly promptTemplate: string | undefined;
  readonly firstMessageFile: string | undefined;
  readonly firstMessageTemplate: string | undefined;
  readonly voicemailAction: Environment['VOICEMAIL_ACTION'];
  readonly voicemailTemplate: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  constructor(environment: Environment) {
    this.agentName = environment.AGENT_NAME;
    this.agentVoice = environment.AGENT_VOICE;
    this.agentModel = environment.AGENT_MODEL;
    this.language = environment.AGENT_LANGUAGE;
    this.sellerLegalName = environment.SELLER_LEGAL_NAME ?? '';
    this.callbackNumber = environment.CALLBACK_NUMBER ?? '';
    this.promptFile = environment.PROMPT_FILE;
    this.promptTemplate = environment.PROMPT_TEMPLATE;
    this.firstMessageFile = environment.FIRST_MESSAGE_FILE;
    this.firstMessageTemplate = environment.FIRST_MESSAGE_TEMPLATE;
    this.voicemailAction = environment.VOICEMAIL_ACTION;
    this.voicemailTemplate = environment.VOICEMAIL_MESSAGE_TEMPLATE;
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
  /** Calls from one of our numbers in any 24 hours; undefined: no limit. */
  readonly numberDailyCap: number | undefined;
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
    this.numberDailyCap = environment.NUMBER_DAILY_CAP;
  }
}

/** Whether, and of which Deployment, the console changes the number of replicas. */
export class ScalingSettings {
  readonly isEnabled: boolean;
  readonly deployment: string;
  constructor(environment: Environment) {
    this.isEnabled = environment.KUBERNETES_SCALING === 'true';
    this.deployment = environment.KUBERNETES_DEPLOYMENT;
  }
}

/** Where the operator's own rules are. */
export class RulesSettings {
  readonly complianceFile: string | undefined;
  constructor(environment: Environment) {
    this.complianceFile = environment.COMPLIANCE_FILE;
  }
}

export class RetentionSettings {
  readonly days: number;
  constructor(environment: Environment) {
    this.days = environment.RETENTION_DAYS;
  }
}

export class NotificationSettings {
  /** The address is its own secret: whoever knows it may post there. */
  readonly webhookUrl: string | undefined;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  constructor(environment: Environment) {
    this.webhookUrl = environment.NOTIFY_WEBHOOK_URL;
    this.publicUrl = new ServerSettings(environment).publicUrl;
  }
}

/** Where finished calls are posted. */
export interface AutomationTarget {
  readonly url: string;
  /** As the operator wrote it. */
  readonly secret: string;
  /** What it signs with. */
  readonly signingKey: Uint8Array;
}

export class AutomationSettings {
  /** Unset: finished calls are posted nowhere. */
  readonly target: AutomationTarget | undefined;
  constructor(environment: Environment) {
    const { AUTOMATION_WEBHOOK_URL: url, AUTOMATION_WEBHOOK_SECRET: secret = '' } = environment;
    const signingKey = parseSigningKey(secret);
    this.target = url !== undefined && signingKey ? { url, secret, signingKey } : undefined;
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
  RulesSettings,
  AccessSettings,
  NotificationSettings,
  AutomationSettings,
  RetentionSettings,
  ScalingSettings,
  TracingSettings,
] as const;
