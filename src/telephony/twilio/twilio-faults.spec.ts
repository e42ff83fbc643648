import { failedDial, twilioAdvice, twilioRefusal } from './twilio-faults';

const refused = (status: number, code?: number, message = 'No') =>
  twilioRefusal('POST Calls', status, JSON.stringify({ code, message, status }), undefined);

describe('twilioRefusal', () => {
  it("carries Twilio's code, and its words without numbers", () => {
    const error = refused(400, 21211, "The 'To' number +14155550123 is not a valid phone number.");
    expect(error).toMatchObject({ code: 'TWILIO_21211', detail: { effect: 'refused', status: 400 } });
    expect(error.message).toBe(
      "POST Calls was answered 400 (21211): The 'To' number [number] is not a valid phone number.",
    );
  });

  it.each(['', '<html>', '{"code":"21211","message":7}'])('makes do with the body %p', (body) => {
    const error = twilioRefusal('POST Calls', 404, body, undefined);
    expect([error.message, error.code]).toEqual(['POST Calls was answered 404', 'TWILIO_404']);
  });
});

describe('failedDial', () => {
  it.each([
    [400, 21211, 'call'],
    [400, 21219, 'call'],
    [400, 99_999, 'call'],
    [403, 21215, 'call'],
    [401, 20003, 'account'],
    [403, 20003, 'account'],
    [403, undefined, 'account'],
    [404, 20404, 'account'],
    [302, undefined, 'account'],
    [400, 21210, 'account'],
    [400, 21609, 'account'],
    [400, 10004, 'capacity'],
    [429, 20429, 'capacity'],
    [429, undefined, 'capacity'],
  ])('takes %p with code %p for a fault of the %s', (status, code, fault) => {
    expect(failedDial(refused(status, code))).toMatchObject({ outcome: 'rejected', fault });
  });

  it.each([500, 503, 408])('does not know what became of a call after %i', (status) => {
    expect(failedDial(refused(status))).toMatchObject({ outcome: 'in-doubt' });
  });
});

describe('twilioAdvice', () => {
  it.each([
    [401, 20003, 'TWILIO_AUTH_TOKEN'],
    [404, 20404, 'TWILIO_BASE_URL'],
    [400, 21210, 'TWILIO_FROM_NUMBER'],
  ])('says for %i (%i) to look at %s', (status, code, variable) => {
    expect(twilioAdvice(refused(status, code))).toContain(variable);
  });
});
