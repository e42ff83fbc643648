import { ArgumentsHost, Catch, ExceptionFilter, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { toError } from './errors';
import { Problem, PROBLEM_TYPE, problemDetails, toProblem } from './problem-details';

/**
 * Turns whatever was thrown into a problem document, once, at the edge; and logs it, once, when it is a fault of ours
 * or of the database rather than the caller's.
 */
@Catch()
export class ProblemDetailsFilter implements ExceptionFilter {
  readonly #logger = new Logger('Http');

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const request = host.switchToHttp().getRequest<{ readonly id?: string }>();
    const response = host.switchToHttp().getResponse<unknown>();
    const problem = toProblem(exception);
    const url: unknown = httpAdapter.getRequestUrl(request);
    const path = typeof url === 'string' ? url.split('?', 1)[0] : undefined;
    this.log(problem, exception, request.id);
    if (httpAdapter.isHeadersSent(response)) {
      // A stream that broke half way: there is no status left to send.
      httpAdapter.end(response);
      return;
    }
    for (const [name, value] of Object.entries(problem.headers)) {
      // A limiter that knows the time better has said it already.
      if (httpAdapter.getHeader(response, name) === undefined) httpAdapter.setHeader(response, name, value);
    }
    httpAdapter.setHeader(response, 'content-type', PROBLEM_TYPE);
    httpAdapter.reply(response, JSON.stringify(problemDetails(problem, path, request.id)), problem.status);
  }

  private log(problem: Problem, exception: unknown, requestId: string | undefined): void {
    if (problem.logAs === undefined) return;
    const fields = { err: toError(exception), ...(requestId !== undefined && { requestId }) };
    this.#logger[problem.logAs](fields, `A request failed with status ${problem.status}`);
  }
}
