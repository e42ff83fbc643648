import { Clock } from '../common/clock';
import { ExternalApis } from '../common/external-apis';
import { DEFAULT_POLICY } from '../common/external-policy';
import { Metrics } from '../common/metrics';
import { AirtableSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { AirtableAccess } from './airtable-access';
import { AirtableClient } from './airtable-client';
import { AirtableGateway } from './airtable-gateway';
import { AirtableRateLimiter } from './airtable-rate-limiter';
import { PENALTY_MS } from './airtable-faults';
import { LoneRateLimiter } from './lone-rate-limiter';

/** A person waits for the answer: better told soon that there is none. */
const POLICY = { ...DEFAULT_POLICY, timeoutMs: 8_000, totalMs: 12_000, maxRetries: 1, breakAfter: 1_000 };

export interface CommandAirtable {
  readonly client: AirtableClient;
  readonly gateway: AirtableGateway;
}

/**
 * Airtable for a command, without the service around it.
 * @param database in which all who use the base agree on its rate; undefined: the command keeps a slow pace of its own
 */
export function commandAirtable(
  settings: AirtableSettings,
  clock: Clock,
  database: Database | undefined,
): CommandAirtable {
  const limiter = database ? new AirtableRateLimiter(database, settings.baseId) : new LoneRateLimiter();
  const access = new AirtableAccess(new ExternalApis(), clock);
  const options = { policy: POLICY, penaltyMs: PENALTY_MS };
  const client = new AirtableClient(settings, limiter, access, new Metrics(), options);
  return { client, gateway: new AirtableGateway(client, access) };
}
