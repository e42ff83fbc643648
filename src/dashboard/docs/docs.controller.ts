import {
  Controller,
  Get,
  Header,
  NotFoundException,
  Param,
  Req,
  StreamableFile,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { LoginPageFilter } from '../access/login-page.filter';
import { OperatorGuard } from '../operator.guard';

/** Under which the server carries the description of its API: only the finished application can be described. */
export const API_DOCUMENT = 'apiDocument';

/** Parts of Swagger UI, which is what `@nestjs/swagger` brings along. */
const PARTS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const ui = createRequire(require.resolve('@nestjs/swagger'));

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Laura: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/docs-json',
  dom_id: '#ui',
  deepLinking: true,
  // What the session's cookie asks of a page of ours; a token that is entered needs none.
  requestInterceptor: (request) => {
    request.headers['X-Laura-Console'] = '1';
    return request;
  },
});
`;

/** The description of the API, for programs and for people. The page has no script of its own in it, as its policy asks. */
@ApiExcludeController()
@Controller()
@UseGuards(OperatorGuard)
export class DocsController {
  @Get('docs-json')
  document(@Req() { server }: FastifyRequest): OpenAPIObject {
    return server.getDecorator<() => OpenAPIObject>(API_DOCUMENT)();
  }

  @Get('docs')
  @UseFilters(LoginPageFilter)
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return PAGE;
  }

  @Get('docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get('docs/:part')
  part(@Param('part') part: string): StreamableFile {
    const type = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
    if (type === undefined) throw new NotFoundException();
    return new StreamableFile(createReadStream(ui.resolve(`swagger-ui-dist/${part}`)), { type });
  }
}
