/** An answer that was no success, in the server's own words. `fields`: what was wrong with which field. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? wordsFor(status));
    this.status = status;
    this.problem = problem;
    this.fields = new Map((problem?.errors ?? []).map(({ field, detail }) => [field, detail]));
  }
}

function wordsFor(status) {
  if (status === 0)
    return 'The service cannot be reached. Your connection, or the service, is away; try again.';
  if (status === 429) return 'Too many requests at once. Wait a minute and try again.';
  return `The service answered ${status}. Try again; if it stays, look at its log.`;
}

/** Reads JSON. @throws Refusal */
export async function read(path, options = {}) {
  return await ask(path, options);
}

/** Sends a command. @throws Refusal */
export async function send(path, body, method = 'POST') {
  return await ask(path, {
    method,
    headers: {
      'x-laura-console': '1',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Sends a file as it is. @throws Refusal */
export async function upload(path, file) {
  const headers = { 'x-laura-console': '1', 'content-type': 'text/csv' };
  return await ask(path, { method: 'POST', headers, body: file });
}

/** `?a=1&b=2` of what has a value. */
export function query(values) {
  const given = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0);
  }
  // Without a session the server answers this very address with the login page.
  if (answer.status === 401) {
    location.reload();
    return await new Promise(() => {});
  }
  const text = await answer.text();
  const body = text && /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
  if (!answer.ok) throw new Refusal(answer.status, body);
  return body;
}
