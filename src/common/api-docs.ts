import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCookieAuth,
  ApiExtraModels,
  ApiHeader,
  ApiProperty,
  ApiPropertyOptions,
  ApiResponse,
  ApiSecurity,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE, ProblemDetails } from './problem-details';

/** Names of the ways in which a caller can prove itself; `src/api-docs.ts` tells what each is. */
export const SECURITY = {
  operatorToken: 'operatorToken',
  operatorSession: 'operatorSession',
  webhookToken: 'webhookToken',
} as const;

/** What the problem documents of a route mean, by status, beside those that every route of its kind may answer. */
export function ApiProblems(meanings: Readonly<Record<number, string>>) {
  return applyDecorators(
    ApiExtraModels(ProblemDetails),
    ...Object.entries(meanings).map(([status, description]) =>
      ApiResponse(problem(Number(status), description)),
    ),
  );
}

/** A controller for operators: what their routes have in common. */
export function OperatorApi(tag: string) {
  return applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(SECURITY.operatorToken),
    ApiCookieAuth(SECURITY.operatorSession),
    ApiProblems({ 401: 'No token, no session, or one that is not accepted', 503: OUTAGE }),
  );
}

/** A controller that providers and automations call. */
export function WebhookApi() {
  return applyDecorators(
    ApiTags('Webhooks'),
    ApiSecurity(SECURITY.webhookToken),
    ApiProblems({
      400: 'The body cannot be read',
      401: 'The secret or the signature is not accepted',
      413: 'The body is larger than 1 MiB',
      415: 'Neither JSON nor a form',
      503: `${OUTAGE}: nothing was stored, send it again`,
    }),
  );
}

/** Of requests that change something: the browser's proof that our own page sent them. */
export function ApiConsoleHeader() {
  return ApiHeader({
    name: 'X-Laura-Console',
    description: 'Must be `1` where the session cookie is used; callers with the token need none',
    required: false,
    schema: { type: 'string', enum: ['1'] },
  });
}

/** A property that is always there and may be `null`: the language keeps no trace of its type at run time. */
export function NullableProperty(type: ApiPropertyOptions['type'], options: ApiPropertyOptions = {}) {
  return ApiProperty({ ...options, type, nullable: true } as ApiPropertyOptions);
}

/** Counts by name. */
export function CountsProperty(description: string, example: Readonly<Record<string, number>>) {
  return ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, description, example });
}

const OUTAGE = 'The database is away; `Retry-After` says when to come again';

function problem(status: number, description: string) {
  const example = { type: 'about:blank', title: STATUS_CODES[status], status, requestId: 'b7f1c6de' };
  return {
    status,
    description,
    content: { [PROBLEM_TYPE]: { schema: { $ref: getSchemaPath(ProblemDetails) }, example } },
  };
}
