import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The page's three files. They hold no data: everything is read from `/api` with the operator's token. */
@Controller()
export class PageController {
  @Get()
  @Header('content-security-policy', POLICY)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  index(): StreamableFile {
    return file('index.html', 'text/html; charset=utf-8');
  }

  @Get('page.js')
  script(): StreamableFile {
    return file('page.js', 'text/javascript; charset=utf-8');
  }

  @Get('page.css')
  style(): StreamableFile {
    return file('page.css', 'text/css; charset=utf-8');
  }
}

function file(name: string, type: string): StreamableFile {
  return new StreamableFile(createReadStream(join(__dirname, 'page', name)), { type });
}
