/**
 * What a simulator does with a request: answer it, cut the connection, leave it open for ever, send the headers and
 * half of the body and then nothing more, or send the body so slowly that nobody should wait for its end.
 */
export type Answer =
  | { kind: 'reply'; status: number; body: string; contentType: string; headers?: Record<string, string> }
  | { kind: 'drop' }
  | { kind: 'hang' }
  | { kind: 'stall'; status: number; body: string }
  | { kind: 'drip'; status: number; body: string };

export function json(status: number, body: unknown, headers?: Record<string, string>): Answer {
  const contentType = 'application/json; charset=utf-8';
  return { kind: 'reply', status, body: JSON.stringify(body), contentType, ...(headers && { headers }) };
}

export function text(status: number, body: string, contentType = 'text/plain; charset=utf-8'): Answer {
  return { kind: 'reply', status, body, contentType };
}

/** A page as an edge proxy puts it in front of a service that is in trouble. */
export function html(status: number, title: string): Answer {
  const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return text(status, page, 'text/html; charset=utf-8');
}
