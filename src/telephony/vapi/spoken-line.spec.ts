import { spokenLine } from './spoken-line';

const RECEIVED_AT = new Date('2026-06-10T16:00:00Z');
const SAID_AT = new Date('2026-06-10T15:59:58Z');

function aTranscript(fields: object): object {
  const said = { role: 'user', transcriptType: 'final', transcript: 'Yes?', timestamp: SAID_AT.getTime() };
  return { message: { type: 'transcript', call: { id: 'c1' }, ...said, ...fields } };
}

describe('spokenLine', () => {
  it('reads who said what and when', () => {
    const read = (fields: object) => spokenLine(aTranscript(fields), RECEIVED_AT);
    expect(read({})).toEqual({ at: SAID_AT, role: 'customer', text: 'Yes?' });
    expect(read({ role: 'assistant' })).toMatchObject({ role: 'agent' });
  });

  it('goes by the time of receipt where the message bears none', () => {
    expect(spokenLine(aTranscript({ timestamp: undefined }), RECEIVED_AT)?.at).toEqual(RECEIVED_AT);
  });

  it.each([{}, null, { message: {} }, aTranscript({ role: 'system' }), aTranscript({ transcript: 7 })])(
    'reads nothing in %j',
    (payload) => {
      expect(spokenLine(payload, RECEIVED_AT)).toBeUndefined();
    },
  );
});
