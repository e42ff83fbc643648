import {
  Controller,
  Get,
  Headers,
  HttpStatus,
  NotFoundException,
  Param,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LoginPageFilter } from './access/login-page.filter';
import { OperatorGuard } from './operator.guard';
import { readPageFiles } from './page-files';

/**
 * The operators' page. It holds no data: everything is read from `/api` in the session of whoever looks at it. What it
 * may load is said by the policy that every answer bears.
 */
@ApiExcludeController()
@Controller()
@UseGuards(OperatorGuard)
export class PageController {
  readonly #files = readPageFiles();

  @Get()
  @UseFilters(LoginPageFilter)
  index(@Headers() headers: RequestHeaders, @Res() reply: FastifyReply): void {
    this.serve('index.html', headers, reply);
  }

  @Get('page/:name')
  file(@Param('name') name: string, @Headers() headers: RequestHeaders, @Res() reply: FastifyReply): void {
    this.serve(name, headers, reply);
  }

  /** A browser asks each time whether what it has still holds: after a deployment no old module meets a new one. */
  private serve(name: string, headers: RequestHeaders, reply: FastifyReply): void {
    const file = this.#files.get(name);
    if (!file) throw new NotFoundException();
    void reply
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-encoding, cookie')
      .header('etag', file.etag);
    if (headers['if-none-match']?.includes(file.etag)) {
      void reply.status(HttpStatus.NOT_MODIFIED).send();
      return;
    }
    const isGzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    if (isGzip) void reply.header('content-encoding', 'gzip');
    void reply.header('content-type', file.type).send(isGzip ? file.gzipped : file.body);
  }
}

interface RequestHeaders {
  readonly 'if-none-match'?: string;
  readonly 'accept-encoding'?: string;
}
