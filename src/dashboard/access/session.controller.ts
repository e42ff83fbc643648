import { Body, Controller, Delete, Get, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems, NullableProperty, OperatorApi } from '../../common/api-docs';
import { SystemClock } from '../../common/clock';
import { AccessSettings, ServerSettings } from '../../config/settings';
import { OperatorGuard } from '../operator.guard';
import { LoginDto } from './login.dto';
import { LoginGuard } from './login.guard';
import { Acting, type Operator } from './operator';
import { sealSession, SESSION_COOKIE, SESSION_LASTS_MS } from './session';

/** Who is logged in. */
export class SessionView {
  @ApiProperty({ example: 'Ada' })
  readonly name: string;

  @NullableProperty(Date, { description: '`null` for a program with the token' })
  readonly expiresAt: Date | null;
}

@OperatorApi('Session')
@Controller('api/session')
export class SessionController {
  private readonly realTime = new SystemClock();
  private readonly cookie;

  constructor(
    private readonly access: AccessSettings,
    { mode }: ServerSettings,
  ) {
    // The sandbox is reached over plain HTTP, over which no browser would keep a secure cookie.
    this.cookie = { httpOnly: true, sameSite: 'strict', path: '/', secure: mode !== 'sandbox' } as const;
  }

  @Post()
  @UseGuards(LoginGuard)
  @HttpCode(204)
  @ApiOperation({ summary: 'Log in: sets the cookie `laura_session` for twelve hours' })
  @ApiNoContentResponse()
  @ApiProblems({ 429: 'Too many attempts; `Retry-After` says when the next may be made' })
  logIn(@Body() { name }: LoginDto, @Res({ passthrough: true }) reply: FastifyReply): void {
    const expiresAt = new Date(this.realTime.now().getTime() + SESSION_LASTS_MS);
    const value = sealSession({ name: name.trim(), expiresAt }, this.access.adminToken);
    void reply.setCookie(SESSION_COOKIE, value, { ...this.cookie, maxAge: SESSION_LASTS_MS / 1_000 });
  }

  @Get()
  @UseGuards(OperatorGuard)
  @ApiOperation({ summary: 'Who is logged in, until when' })
  @ApiOkResponse({ type: SessionView })
  session(@Acting() { name, expiresAt }: Operator): SessionView {
    return { name, expiresAt: expiresAt ?? null };
  }

  /** The cookie leaves the browser. A copy of it would go on until it expires: only another ADMIN_TOKEN ends them all. */
  @Delete()
  @UseGuards(OperatorGuard)
  @HttpCode(204)
  @ApiOperation({ summary: 'Log out' })
  @ApiNoContentResponse()
  logOut(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.clearCookie(SESSION_COOKIE, this.cookie);
  }
}
