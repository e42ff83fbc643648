import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Environment, SECRET_VARIABLES } from './environment';

/** Exit status of a process whose configuration is unsound (EX_CONFIG). */
export const EXIT_CONFIG = 78;

/** One unsound variable: its name, what was found (never a secret's value) and what is accepted. */
export interface EnvironmentFault {
  readonly variable: string;
  readonly found: string;
  readonly accepted: string;
}

/** Thrown with every fault at once, so that a deployment is not mended one restart at a time. */
export class EnvironmentError extends Error {
  constructor(readonly faults: readonly EnvironmentFault[]) {
    const lines = faults.map(
      (fault) => `  ${fault.variable}: found ${fault.found}; accepted: ${fault.accepted}`,
    );
    super(`The configuration is unsound:\n${lines.join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Validates the variables given and returns them typed, with defaults in place.
 * @throws EnvironmentError with all faults together
 */
export function readEnvironment(variables: Variables): Environment {
  const known = Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== '');
  const plain = Object.fromEntries(known) as Record<string, string>;
  const environment = plainToInstance(Environment, plain, { exposeDefaultValues: true });
  const faults = validateSync(environment, { stopAtFirstError: true }).map((error) => ({
    variable: error.property,
    found: describeFound(error.property, plain[error.property]),
    accepted: Object.values(error.constraints ?? {})[0] ?? 'another value',
  }));
  faults.push(...missing(environment, plain), ...contradictions(environment, plain));
  if (faults.length > 0) throw new EnvironmentError(faults);
  if (environment.LAURA_MODE === 'sandbox') {
    environment.SELLER_LEGAL_NAME ??= SANDBOX_SELLER.name;
    environment.CALLBACK_NUMBER ??= SANDBOX_SELLER.callbackNumber;
  }
  return environment;
}

function describeFound(variable: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return SECRET_VARIABLES.has(variable)
    ? `a value of ${value.length} characters`
    : `\`${value.slice(0, 80)}\``;
}

/** Who calls in the sandbox, where nobody is called. */
const SANDBOX_SELLER = { name: 'Sunny Roofs Inc.', callbackNumber: '+12025550100' };

const REQUIRED_LIVE = [
  ['PUBLIC_URL', 'the https base URL at which VAPI reaches this service'],
  ['VAPI_API_TOKEN', "VAPI's private API key"],
  ['WEBHOOK_SECRET', '16 characters or more'],
  ['ADMIN_TOKEN', '16 characters or more'],
  ['SELLER_LEGAL_NAME', 'the registered name of who is calling'],
  ['CALLBACK_NUMBER', 'a phone number in E.164 form'],
] as const;

const REQUIRED_AIRTABLE = [
  ['AIRTABLE_API_KEY', 'an Airtable personal access token; none with LEAD_SOURCE=local'],
  ['AIRTABLE_BASE_ID', 'a base id, `app…`; none with LEAD_SOURCE=local'],
] as const;

const REQUIRED_TWILIO = [
  ['TWILIO_ACCOUNT_SID', 'an account sid, `AC…`'],
  ['TWILIO_AUTH_TOKEN', "the account's auth token"],
  ['TWILIO_FROM_NUMBER', 'a phone number in E.164 form'],
] as const;

function missing(environment: Environment, plain: Variables): EnvironmentFault[] {
  const twilio = environment.TELEPHONY_PROVIDER === 'twilio';
  const live = environment.LAURA_MODE === 'live';
  const numbers = twilio ? REQUIRED_TWILIO : [['VAPI_PHONE_ID', 'a VAPI phone number id'] as const];
  const leads = environment.LEAD_SOURCE === 'airtable' ? REQUIRED_AIRTABLE : [];
  const required = live ? [...REQUIRED_LIVE, ...leads, ...numbers] : [];
  return required
    .filter(([variable]) => plain[variable] === undefined)
    .map(([variable, accepted]) => ({ variable, found: 'nothing', accepted: `${accepted} (required live)` }));
}

function contradictions(environment: Environment, plain: Variables): EnvironmentFault[] {
  const faults: EnvironmentFault[] = [];
  const production = environment.NODE_ENV === 'production';
  const liveKeys = plain.AIRTABLE_API_KEY !== undefined || plain.VAPI_API_TOKEN !== undefined;
  if (plain.LAURA_MODE === undefined && (production || liveKeys)) {
    const why = production ? 'in production' : 'because live keys are present';
    faults.push({
      variable: 'LAURA_MODE',
      found: 'nothing',
      accepted: `\`sandbox\` or \`live\`, said outright ${why}`,
    });
  }
  if (production && plain.CLOCK_START !== undefined) {
    faults.push({
      variable: 'CLOCK_START',
      found: 'a value',
      accepted: 'nothing in production: it is for tests',
    });
  }
  if (plain.AUTOMATION_WEBHOOK_URL !== undefined && plain.AUTOMATION_WEBHOOK_SECRET === undefined) {
    faults.push({
      variable: 'AUTOMATION_WEBHOOK_SECRET',
      found: 'nothing beside AUTOMATION_WEBHOOK_URL',
      accepted: 'a secret, by which the receiver tells our posts from those of others',
    });
  }
  if (environment.VOICEMAIL_ACTION === 'message' && !isTollFree(environment.CALLBACK_NUMBER)) {
    faults.push({
      variable: 'CALLBACK_NUMBER',
      found: environment.CALLBACK_NUMBER === undefined ? 'nothing' : 'a number that is not toll-free',
      accepted:
        'a toll-free number beside VOICEMAIL_ACTION=message: a message left in the United States has to name one ' +
        'by which to opt out (47 CFR 64.1200(b)(3)); or VOICEMAIL_ACTION=hang-up',
    });
  }
  for (const [inline, file] of [
    ['PROMPT_TEMPLATE', 'PROMPT_FILE'],
    ['FIRST_MESSAGE_TEMPLATE', 'FIRST_MESSAGE_FILE'],
  ] as const) {
    if (plain[inline] !== undefined && plain[file] !== undefined) {
      faults.push({ variable: inline, found: `a value beside ${file}`, accepted: 'only one of the two' });
    }
  }
  return faults;
}

function isTollFree(number: string | undefined): boolean {
  return parsePhoneNumberFromString(number ?? '')?.getType() === 'TOLL_FREE';
}
