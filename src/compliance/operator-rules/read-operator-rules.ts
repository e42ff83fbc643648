import { plainToInstance } from 'class-transformer';
import { validateSync, ValidationError } from 'class-validator';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../../common/errors';
import { parseCallingHours } from '../../config/calling-hours';
import { jurisdictionOf } from '../jurisdictions';
import { parseDay } from './day';
import { NarrowingDto, OperatorRulesDto, OverrideDto, RegistrationDto } from './operator-rules.dto';
import { Narrowing, OperatorRules, Registration } from './operator-rules';
import { Override } from './override';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Reads the operator's own rules.
 * @param path the file that COMPLIANCE_FILE names; undefined: there are none
 * @throws LauraError naming every fault of the file at once
 */
export function readOperatorRules(path: string | undefined): OperatorRules {
  if (path === undefined) return OperatorRules.NONE;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigurationError(
      'COMPLIANCE_FILE_UNREADABLE',
      `COMPLIANCE_FILE (${path}) cannot be read: ${code}`,
    );
  }
  return parseOperatorRules(text, `COMPLIANCE_FILE (${path})`);
}

/** @param origin what the file is called in an error */
export function parseOperatorRules(text: string, origin: string): OperatorRules {
  const fail = (faults: readonly string[]): never => {
    throw new ConfigurationError(
      'COMPLIANCE_FILE_INVALID',
      `${origin} is unsound:\n  ${faults.join('\n  ')}`,
    );
  };
  const file = plainToInstance(OperatorRulesDto, parseObject(text) ?? fail(['it is no JSON object']), {
    exposeDefaultValues: true,
  });
  const faults = validateSync(file, { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) =>
    inWords(error),
  );
  if (faults.length === 0) faults.push(...unknownPlaces(file));
  if (faults.length > 0) fail(faults);
  return new OperatorRules(
    file.registrations.map(readRegistration),
    file.stricter.map(readNarrowing),
    file.overrides.map(readOverride),
    sha256(text).slice(0, 12),
  );
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function inWords(error: ValidationError, path = ''): string[] {
  const place = `${path}${/^\d+$/.test(error.property) ? `[${error.property}]` : `${path && '.'}${error.property}`}`;
  const own = Object.values(error.constraints ?? {}).map((message) => `${place}: ${message}`);
  return [...own, ...(error.children ?? []).flatMap((child) => inWords(child, place))];
}

/** A misspelt code would narrow nothing, or loosen what nobody meant. */
function unknownPlaces({ registrations, stricter, overrides }: OperatorRulesDto): string[] {
  const named = [
    ...registrations.map(({ jurisdiction }) => jurisdiction),
    ...[...stricter, ...overrides].flatMap(({ jurisdictions }) => jurisdictions),
  ];
  const unknown = new Set(named.filter((code) => code !== '*' && jurisdictionOf(code) === undefined));
  return [...unknown].map((code) => `no rules are known for the jurisdiction ${code}`);
}

function readRegistration(dto: RegistrationDto): Registration {
  return {
    jurisdiction: dto.jurisdiction,
    validFrom: day(dto.attestedOn),
    validUntil: dto.expiresOn === undefined ? undefined : day(dto.expiresOn),
    statement: `${dto.number}, attested by ${dto.attestedBy} on ${dto.attestedOn}`,
  };
}

function readNarrowing(dto: NarrowingDto): Narrowing {
  return {
    jurisdictions: dto.jurisdictions,
    hours: dto.hours === undefined ? undefined : parseCallingHours(dto.hours),
    closedDays: (dto.closedOn ?? []).map((text) => day(text).getTime() / DAY_MS),
    cap: dto.cap && { count: dto.cap.count, perMs: dto.cap.perHours * HOUR_MS },
    marketingConsent: dto.marketingConsent,
    barred: dto.barred,
    because: dto.because,
  };
}

function readOverride(dto: OverrideDto): Override {
  const digest = sha256(JSON.stringify(dto));
  return {
    id: dto.id,
    rule: dto.rule,
    jurisdictions: dto.jurisdictions,
    validFrom: day(dto.signedOn),
    validUntil: day(dto.expiresOn),
    statement: `${dto.id}: signed by ${dto.who} on ${dto.signedOn}, ${dto.reference}: ${dto.why} (sha256 ${digest})`,
  };
}

/** A day that was checked already; one that can't be read never begins. */
function day(text: string): Date {
  return parseDay(text) ?? new Date(NaN);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
