import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { equal } from '../common/secrets';
import { AccessSettings } from '../config/settings';

/** Lets operators in: `Authorization: Bearer ADMIN_TOKEN`. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(private readonly access: AccessSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    if (this.access.adminToken !== '' && equal(token, this.access.adminToken)) return true;
    throw new UnauthorizedException();
  }
}
