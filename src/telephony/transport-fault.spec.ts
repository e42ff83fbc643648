import { transportFault } from './transport-fault';

/** As Node makes them: an error with a code and the system call that failed. */
const failure = (code: string, syscall?: string, message = code) =>
  Object.assign(new Error(message), { code, ...(syscall && { syscall }) });
const wrapped = (cause: Error) => Object.assign(new Error('wrapped', { cause }), { code: 'ERR_NETWORK' });

describe('transportFault', () => {
  it.each([
    ['a refused connection', failure('ECONNREFUSED', 'connect')],
    ['a name that does not exist', failure('ENOTFOUND', 'getaddrinfo')],
    ['a resolver that is away', wrapped(failure('EAI_AGAIN', 'getaddrinfo'))],
    ['a connection that never came about', failure('ETIMEDOUT', 'connect')],
    [
      'several addresses, none of which answers',
      wrapped(new AggregateError([failure('ECONNREFUSED', 'connect')])),
    ],
    ['an expired certificate', failure('CERT_HAS_EXPIRED')],
    ['a certificate of another name', failure('ERR_TLS_CERT_ALTNAME_INVALID')],
    [
      'a handshake cut off',
      failure('ECONNRESET', undefined, 'socket disconnected before secure TLS connection was established'),
    ],
  ])('takes %s for a request that was never sent', (_what, error) => {
    expect(transportFault('vapi', 'POST /call', error).detail.effect).toBe('unreachable');
  });

  it.each([
    ['a reset', failure('ECONNRESET', 'read')],
    ['a broken pipe', failure('EPIPE', 'write')],
    ['a route lost while waiting', failure('EHOSTUNREACH', 'read')],
    ['a timeout while reading', failure('ETIMEDOUT', 'read')],
    ['an abort', failure('ERR_CANCELED')],
    ['a fault in the encrypted stream', failure('EPROTO', 'read', 'bad record mac')],
    ['anything else that is thrown', 'text'],
  ])('leaves open what became of a request after %s', (_what, error) => {
    expect(transportFault('vapi', 'POST /call', error).detail.effect).toBe('unknown');
  });
});
