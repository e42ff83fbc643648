import { ArgumentsHost, Catch, ExceptionFilter, UnauthorizedException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readLoginPage } from './login-page';

/** Turns the refusal of a page into the page on which to log in; it stays a 401. For routes that people open. */
@Catch(UnauthorizedException)
export class LoginPageFilter implements ExceptionFilter {
  readonly #page = readLoginPage();

  catch(_exception: UnauthorizedException, host: ArgumentsHost): void {
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(401)
      .header('www-authenticate', 'Bearer')
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', this.#page.policy)
      .send(this.#page.html);
  }
}
