import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The requests that one call has begun, and who wants to hear of their answers. */
interface Call {
  readonly requests: Set<ClientRequest>;
  readonly onAnswer: (headers: IncomingHttpHeaders) => void;
}

const calls = new AsyncLocalStorage<Call>();

/**
 * Runs `send`, and cuts off every HTTP request that it begins if `signal` aborts before it has settled. The package
 * takes no signal, and its own timeout ends with the headers: without this a body that stalls would hold its socket
 * for ever. Node announces each request on a diagnostics channel, in the asynchronous context of whoever made it.
 * @param onAnswer hears the headers of each answer, which the package keeps to itself
 */
export async function withAbort<T>(
  signal: AbortSignal,
  send: () => Promise<T>,
  onAnswer: Call['onAnswer'],
): Promise<T> {
  const requests = new Set<ClientRequest>();
  const cut = () => requests.forEach((request) => request.destroy(new Error('The request was abandoned')));
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await calls.run({ requests, onAnswer }, send);
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

subscribe('http.client.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  const call = calls.getStore();
  if (!call || !(message.request instanceof ClientRequest)) return;
  call.requests.add(message.request);
  message.request.once('response', ({ headers }: IncomingMessage) => call.onAnswer(headers));
});
