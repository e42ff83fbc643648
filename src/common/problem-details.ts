import { HttpException } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { BlockedException } from './blocked.exception';
import { isDatabaseOutage } from './database-outage';
import { isError } from './errors';
import { InvalidField, InvalidFieldsException } from './invalid-fields.exception';
import { scrub } from './redaction';

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457. `type` stays `about:blank`: the status says all that a program needs, `detail` is for people. */
export class ProblemDetails {
  @ApiProperty({ enum: ['about:blank'] })
  readonly type: 'about:blank';

  @ApiProperty({ description: "The status's own name" })
  readonly title: string;

  @ApiProperty({ type: 'integer' })
  readonly status: number;

  @ApiPropertyOptional({ description: 'What is wrong and what to do, for people' })
  readonly detail?: string;

  @ApiPropertyOptional({ description: 'The path that was asked for, without any number in it' })
  readonly instance?: string;

  @ApiPropertyOptional({ description: 'Names the log lines of this very request' })
  readonly requestId?: string;

  @ApiPropertyOptional({ type: () => [InvalidField], description: 'Of a 400: each field that is at fault' })
  readonly errors?: readonly InvalidField[];
}

/** What becomes of an exception at the edge: the answer, and whether it is news for the log. */
export interface Problem {
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly InvalidField[];
  readonly headers: Readonly<Record<string, string>>;
  /** `error`: a fault of ours; `warn`: it heals itself; undefined: the caller's own doing. */
  readonly logAs: 'error' | 'warn' | undefined;
}

/** Seconds until a caller should come again. VAPI's and Twilio's own retries are slower than this. */
const RETRY_AFTER_OUTAGE = '5';
const RETRY_AFTER_LIMIT = '60';

/** Our words where the framework's could quote the request: a JSON parser's message holds a piece of the body. */
const FRAMEWORK_DETAILS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read: its body or address is malformed',
  413: 'The body is larger than this service accepts',
  415: 'This service does not accept bodies of this media type',
};

/**
 * Judges any thrown value. Details of unexpected errors stay inside; a 401 does not say which part was wrong.
 */
export function toProblem(exception: unknown): Problem {
  if (isDatabaseOutage(exception)) {
    const detail = 'The database cannot be reached; try again shortly';
    return { status: 503, detail, headers: { 'retry-after': RETRY_AFTER_OUTAGE }, logAs: 'warn' };
  }
  const status = statusOf(exception);
  if (status === 401) {
    const detail = 'The credentials are missing or not accepted';
    return { status, detail, headers: { 'www-authenticate': 'Bearer' }, logAs: undefined };
  }
  if (status < 500) return refusal(exception, status);
  if (status === 500 || !(exception instanceof HttpException))
    return { status: 500, headers: {}, logAs: 'error' };
  const headers: Record<string, string> = status === 503 ? { 'retry-after': RETRY_AFTER_OUTAGE } : {};
  return { status, detail: exception.message, headers, logAs: 'warn' };
}

/** The body of the answer. */
export function problemDetails(problem: Problem, instance?: string, requestId?: string): ProblemDetails {
  const { status, detail, errors } = problem;
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    type: 'about:blank',
    title,
    status,
    ...(detail !== undefined && { detail }),
    ...(instance !== undefined && { instance: scrub(instance) }),
    ...(requestId !== undefined && { requestId }),
    ...(errors && { errors }),
  };
}

function refusal(exception: unknown, status: number): Problem {
  const headers: Record<string, string> = status === 429 ? { 'retry-after': RETRY_AFTER_LIMIT } : {};
  const errors = errorsOf(exception);
  const detail = refusalDetail(exception, status);
  return {
    status,
    headers,
    logAs: undefined,
    ...(detail !== undefined && { detail }),
    ...(errors && { errors }),
  };
}

function errorsOf(exception: unknown): readonly InvalidField[] | undefined {
  if (exception instanceof InvalidFieldsException) return exception.fields;
  return exception instanceof BlockedException ? exception.blocks : undefined;
}

function refusalDetail(exception: unknown, status: number): string | undefined {
  if (!(exception instanceof HttpException) || isFrameworkError(exception.cause))
    return FRAMEWORK_DETAILS[status];
  // Nest's words for an unknown route repeat the address with its query string, which may hold a token.
  if (status === 404 && /^Cannot [A-Z]+ /.test(exception.message)) return 'There is nothing at this address';
  return exception.message;
}

function isFrameworkError(cause: unknown): boolean {
  return isError(cause) && (cause.name === 'SyntaxError' || String(errorCode(cause)).startsWith('FST_'));
}

function errorCode(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const status =
    isError(exception) && 'statusCode' in exception && typeof exception.statusCode === 'number'
      ? exception.statusCode
      : 500;
  return status >= 400 && status < 500 ? status : 500;
}
