import { ExternalApiError } from '../../common/errors';
import { failedPlacement } from './placement';

const refused = (status: number, said: string) =>
  failedPlacement(
    new ExternalApiError('vapi', `POST /call was answered ${status}: ${said}`, { effect: 'refused', status }),
  );

describe('failedPlacement', () => {
  it.each([
    [400, 'customer.number must be a valid phone number in the E.164 format.', 'call'],
    [400, 'assistant.firstMessage must be shorter than or equal to 1000 characters', 'call'],
    [400, 'Something entirely new', 'call'],
    [400, "Couldn't Get Phone Number. Need Either `phoneNumberId` Or `phoneNumber`.", 'account'],
    [400, 'phoneNumberId must be a UUID', 'account'],
    [400, "Couldn't get assistant", 'account'],
    [400, 'assistant.server.url must be a URL address', 'account'],
    [400, 'property foo should not exist', 'account'],
    [400, 'Wallet balance is too low', 'account'],
    [400, 'Over Concurrency Limit', 'capacity'],
    [401, 'Invalid Key.', 'account'],
    [402, 'Payment required', 'account'],
    [403, 'Forbidden', 'account'],
    [404, 'Not found', 'account'],
    [302, '', 'account'],
    [429, 'Rate limit exceeded', 'capacity'],
  ])('lays %i "%s" to the %s', (status, said, fault) => {
    expect(refused(status, said)).toMatchObject({ outcome: 'rejected', fault });
  });

  it('leaves a call in doubt whose request may have been read', () => {
    const error = new ExternalApiError('vapi', 'POST /call got no whole answer', { effect: 'unknown' });
    expect(failedPlacement(error)).toEqual({ outcome: 'in-doubt', reason: 'POST /call got no whole answer' });
  });

  it('puts off a call that could not be sent', () => {
    const error = new ExternalApiError('vapi', 'not sent', { effect: 'unreachable', type: 'circuit_open' });
    expect(failedPlacement(error)).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
  });
});
