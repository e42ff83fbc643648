import { ExternalApiError } from '../common/errors';

/** The month's requests are used up: a 429 that no waiting heals before the month ends or the plan changes. */
export class AirtableQuotaError extends ExternalApiError {
  override get retryable(): boolean {
    return false;
  }

  override get needsOperator(): boolean {
    return true;
  }
}

/** A write named a column that the table lacks. Nothing was written. */
export class UnknownFieldError extends ExternalApiError {
  constructor(
    operation: string,
    /** The operator's name of the column. */
    readonly field: string,
  ) {
    super('airtable', `${operation}: the table has no column "${field}"`, {
      effect: 'refused',
      status: 422,
      type: 'UNKNOWN_FIELD_NAME',
    });
  }
}

/** A write named records that are no longer in the table. Nothing was written, to the other records neither. */
export class RecordsGoneError extends ExternalApiError {
  constructor(
    operation: string,
    readonly ids: readonly string[],
  ) {
    super('airtable', `${operation}: no longer in the table: ${ids.join(', ')}`, {
      effect: 'refused',
      status: 404,
      type: 'RECORDS_GONE',
    });
  }
}
