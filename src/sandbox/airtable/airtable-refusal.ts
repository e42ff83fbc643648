import { json, type Answer } from '../http/answer';

const MODEL_MESSAGE =
  'Invalid permissions, or the requested model was not found. Check that both your user and your token have the ' +
  'required permissions, and that the model names and/or ids are correct.';

/** Thrown wherever the simulated Airtable says no; carries the status and body that the real one gives. */
export class AirtableRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`Refused with ${status}`);
  }

  /** The usual shape, `{error: {type, message}}`. */
  static of(status: number, type: string, message?: string): AirtableRefusal {
    return new AirtableRefusal(status, { error: message === undefined ? { type } : { type, message } });
  }

  /** Wrong base or table, a missing scope: Airtable doesn't say which. */
  static model(): AirtableRefusal {
    return AirtableRefusal.of(403, 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND', MODEL_MESSAGE);
  }

  /** The older shape, where `error` is a bare string. */
  static notFound(): AirtableRefusal {
    return new AirtableRefusal(404, { error: 'NOT_FOUND' });
  }

  static invalidRequest(
    message = 'Invalid request: parameter validation failed. Check your request data.',
  ): AirtableRefusal {
    return AirtableRefusal.of(422, 'INVALID_REQUEST_UNKNOWN', message);
  }

  static unknownField(name: string): AirtableRefusal {
    return AirtableRefusal.of(422, 'UNKNOWN_FIELD_NAME', `Unknown field name: "${name}"`);
  }

  static invalidValue(field: string): AirtableRefusal {
    const message = `Field "${field}" cannot accept the provided value`;
    return AirtableRefusal.of(422, 'INVALID_VALUE_FOR_COLUMN', message);
  }

  static computedField(field: string): AirtableRefusal {
    const message = `Field "${field}" cannot accept a value because the field is computed`;
    return AirtableRefusal.of(422, 'INVALID_VALUE_FOR_COLUMN', message);
  }

  static unknownChoice(choice: string): AirtableRefusal {
    const message = `Insufficient permissions to create new select option ""${choice}""`;
    return AirtableRefusal.of(422, 'INVALID_MULTIPLE_CHOICE_OPTIONS', message);
  }

  static records(): AirtableRefusal {
    const message =
      'You must provide an array of up to 10 record objects, each with an "id" ID field (when updating) and a ' +
      '"fields" object for cell values.';
    return AirtableRefusal.of(422, 'INVALID_RECORDS', message);
  }

  static formula(detail: string): AirtableRefusal {
    const message = `The formula for filtering records is invalid: ${detail}`;
    return AirtableRefusal.of(422, 'INVALID_FILTER_BY_FORMULA', message);
  }

  /** As seen live; the documentation shows `{error: {type}}` instead. */
  static rateLimit(): AirtableRefusal {
    const message = 'Rate limit exceeded. Please try again later';
    return new AirtableRefusal(429, { errors: [{ error: 'RATE_LIMIT_REACHED', message }] });
  }

  /** The month's requests are used up. */
  static quota(): AirtableRefusal {
    const message =
      "The API billing plan limit has been exceeded. You've reached the maximum number of requests allowed for this month.";
    return new AirtableRefusal(429, { errors: [{ error: 'PUBLIC_API_BILLING_LIMIT_EXCEEDED', message }] });
  }

  static authentication(): AirtableRefusal {
    return AirtableRefusal.of(401, 'AUTHENTICATION_REQUIRED', 'Authentication required');
  }

  answer(): Answer {
    return json(this.status, this.body);
  }
}
