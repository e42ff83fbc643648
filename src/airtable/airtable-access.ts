import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { ExternalApiError } from '../common/errors';
import { ExternalApis } from '../common/external-apis';
import { ExternalPolicy } from '../common/external-policy';
import { reportCircuit } from '../common/external-policy-report';
import { AirtableQuotaError } from './airtable-errors';

/** What a request needs the token's permission for. */
export type AirtableRight = 'read' | 'write' | 'schema';

const TOPICS = { read: 'access', write: 'access to write', schema: 'access to the schema' } as const;

/** Tells the operator what the token may not do, and takes it back as soon as Airtable allows it again. */
@Injectable()
export class AirtableAccess {
  readonly #logger = new Logger(AirtableAccess.name);

  constructor(
    private readonly apis: ExternalApis,
    private readonly clock: Clock,
  ) {}

  /** Tells of an open circuit for as long as it is open. */
  watch(policy: ExternalPolicy): void {
    reportCircuit(policy, 'airtable', this.apis, this.clock);
  }

  /** Notes a refusal that only a person can mend; other errors pass unnoticed. */
  refused(right: AirtableRight, error: ExternalApiError): void {
    if (error instanceof AirtableQuotaError) {
      this.report(
        'quota',
        'Airtable refuses requests until the month ends: the monthly API requests of the workspace are used up. ' +
          'Upgrade its plan, or wait.',
      );
      return;
    }
    const words = wordsFor(right, error.detail.status);
    if (words !== undefined) this.report(error.detail.status === 401 ? TOPICS.read : TOPICS[right], words);
  }

  /** A success proves the right that it took, and that the quota isn't spent. The schema needs no data right. */
  allowed(right: AirtableRight): void {
    const topics = right === 'write' ? [TOPICS.read, TOPICS.write] : [TOPICS[right]];
    for (const topic of [...topics, 'quota']) {
      if (this.apis.clear('airtable', topic)) this.#logger.log(`Airtable allows it again: ${topic}`);
    }
  }

  private report(topic: string, message: string): void {
    const fault = { message, since: this.clock.now(), needsOperator: true };
    if (this.apis.report('airtable', topic, fault)) this.#logger.error(message);
  }
}

function wordsFor(right: AirtableRight, status: number | undefined): string | undefined {
  if (status === 401) {
    return 'Airtable does not know the token: check AIRTABLE_API_KEY (a personal access token, `pat…`, not revoked).';
  }
  if (status === 402) return 'Airtable asks for payment: check the plan of the workspace.';
  // Without the schema's scope everything else still works; see AirtableSchema.
  if (right === 'schema' || (status !== 403 && status !== 404)) return undefined;
  return (
    `Airtable does not let the token ${right} these records, or does not find them: check that AIRTABLE_BASE_ID is ` +
    'the base, that AIRTABLE_LEADS_TABLE and AIRTABLE_TABLE_NAME are its tables, that AIRTABLE_API_KEY has access to ' +
    `this base and the scope data.records:${right}.`
  );
}
