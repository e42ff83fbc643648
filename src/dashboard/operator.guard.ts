import { CanActivate, ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SystemClock } from '../common/clock';
import { AccessSettings, ServerSettings } from '../config/settings';
import { identify } from './access/operator';
import { CONSOLE_HEADER, isCrossSite } from './access/same-origin';

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets operators in: `Authorization: Bearer ADMIN_TOKEN`, or the session's cookie. A browser sends the cookie along with
 * whatever any page makes it ask for, so a change that rests on it must also come from our own page.
 */
@Injectable()
export class OperatorGuard implements CanActivate {
  /** The sandbox's clock runs faster than the operator's day. */
  private readonly realTime = new SystemClock();

  constructor(
    private readonly access: AccessSettings,
    private readonly server: ServerSettings,
  ) {}

  /** @throws UnauthorizedException for anybody else; ForbiddenException for a change by cookie from elsewhere */
  canActivate(context: ExecutionContext): boolean {
    this.admit(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }

  /** The same for a route that is not Nest's: throws, or sets the request's `operator`. */
  admit(request: FastifyRequest): void {
    const operator = identify(request, this.access.adminToken, this.realTime.now());
    if (operator.by === 'cookie' && !CHANGES_NOTHING.has(request.method)) this.refuseForeign(request);
    request.operator = operator;
  }

  private refuseForeign(request: FastifyRequest): void {
    if (request.headers[CONSOLE_HEADER] === '1' && !isCrossSite(request, this.server.publicUrl)) return;
    throw new ForbiddenException("A change by session must come from the console's own page");
  }
}
