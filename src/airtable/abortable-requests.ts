import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';

/** The requests that one call has begun. */
const begun = new AsyncLocalStorage<Set<ClientRequest>>();

/**
 * Runs `send`, and cuts off every HTTP request that it begins if `signal` aborts before it has settled. The package
 * takes no signal, and its own timeout ends with the headers: without this a body that stalls would hold its socket
 * for ever. Node announces each request on a diagnostics channel, in the asynchronous context of whoever made it.
 */
export async function withAbort<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  const requests = new Set<ClientRequest>();
  const cut = () => requests.forEach((request) => request.destroy(new Error('The request was abandoned')));
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await begun.run(requests, send);
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

subscribe('http.client.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  if (message.request instanceof ClientRequest) begun.getStore()?.add(message.request);
});
