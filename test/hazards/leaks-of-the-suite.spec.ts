import { leaksOf } from '../support/suite-output';

describe('the look through what services wrote during the tests', () => {
  it.each([
    'dialing +12125550123',
    'dialing (415) 555-0199',
    '{"to":"+447700900123"}',
    'lead 12122000017',
    'secret webhook-secret-of-the-tests',
    'token admin-token-of-the-tests',
  ])('finds %s', (line) => {
    expect(leaksOf(`first\n${line}\nlast`)).toEqual([line]);
  });

  it('takes no id, instant or code of this service for private', () => {
    const line =
      '{"leadId":"01922a00-2125-7555-8012-3000000000a3","time":"2026-11-24T17:00:00.212Z","status":401,"msg":"WEBHOOK_SECRET: found a value of 9 characters"}';
    expect(leaksOf(line)).toEqual([]);
  });
});
