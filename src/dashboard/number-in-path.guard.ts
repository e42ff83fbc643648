import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * Lets everybody through. It comes first of all guards, so that whatever becomes of a request with a number in its path,
 * the log line and the problem document name the route as declared instead of the address as called: the log's own
 * blanking can't know every way in which a number may be encoded.
 */
@Injectable()
export class NumberInPathGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { phone?: string } }>>();
    if (request.params.phone !== undefined) {
      Object.assign(request.raw, { originalUrl: request.routeOptions.url });
    }
    return true;
  }
}
