import { createParamDecorator, ExecutionContext, UnauthorizedException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { equal } from '../../common/secrets';
import { openSession, SESSION_COOKIE } from './session';

/** Who acts. */
export interface Operator {
  /** As they named themselves: everybody holds the same token. */
  readonly name: string;
  /** A program with the token, or somebody who has logged in. */
  readonly by: 'token' | 'cookie';
  /** Of the session; a token has no end. */
  readonly expiresAt: Date | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once they have been let in. */
    operator?: Operator;
  }
}

/** By which a program with the token names itself. */
const NAME_HEADER = 'x-operator';
const NAMELESS = 'api';
/** One line of printable text: it is shown beside each command. */
export const OPERATOR_NAME = /^[^\p{Cc}\p{Zl}\p{Zp}]{1,60}$/u;

/**
 * Whoever proves to be an operator. A bearer token that is wrong is not made good by a cookie beside it.
 * @param adminToken empty: nobody
 * @throws UnauthorizedException
 */
export function identify(
  request: Pick<FastifyRequest, 'headers'> & Partial<Pick<FastifyRequest, 'cookies'>>,
  adminToken: string,
  now: Date,
): Operator {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
    if (adminToken === '' || !equal(token, adminToken)) throw new UnauthorizedException();
    return { name: statedName(request.headers[NAME_HEADER]), by: 'token', expiresAt: undefined };
  }
  const session = openSession(request.cookies?.[SESSION_COOKIE], adminToken, now);
  if (!session) throw new UnauthorizedException();
  return { ...session, by: 'cookie' };
}

function statedName(header: string | readonly string[] | undefined): string {
  const name = typeof header === 'string' ? header.trim() : '';
  return OPERATOR_NAME.test(name) ? name : NAMELESS;
}

/** The {@link Operator} that `OperatorGuard` has let in, as a parameter of a route. */
export const Acting = createParamDecorator((_data: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!operator) throw new UnauthorizedException();
  return operator;
});
