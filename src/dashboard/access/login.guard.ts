import {
  CanActivate,
  ExecutionContext,
  ForbiddenException,
  HttpException,
  HttpStatus,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { equal } from '../../common/secrets';
import { AccessSettings, ServerSettings } from '../../config/settings';
import { LoginAttempts } from './login-attempts';
import { isCrossSite } from './same-origin';

/** Judges the token before anything else is read, so that who has none learns nothing, and counts each attempt. */
@Injectable()
export class LoginGuard implements CanActivate {
  constructor(
    private readonly access: AccessSettings,
    private readonly server: ServerSettings,
    private readonly attempts: LoginAttempts,
  ) {}

  /** @throws 403 from another page, 429 with `Retry-After`, 401 for any token but the right one */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (isCrossSite(request, this.server.publicUrl)) {
      throw new ForbiddenException("Log in on the console's own page");
    }
    const waitSeconds = await this.attempts.count(request.ip, request.socket.remoteAddress ?? '');
    if (waitSeconds > 0) {
      void http.getResponse<FastifyReply>().header('retry-after', String(waitSeconds));
      throw new HttpException('Too many attempts to log in; wait a little', HttpStatus.TOO_MANY_REQUESTS);
    }
    const { adminToken } = this.access;
    if (adminToken === '' || !equal(tokenIn(request.body), adminToken)) throw new UnauthorizedException();
    return true;
  }
}

function tokenIn(body: unknown): string {
  const { token } = Object(body) as { readonly token?: unknown };
  return typeof token === 'string' ? token : '';
}
