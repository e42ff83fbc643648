import { openSession, sealSession } from './session';

const TOKEN = 'an-operators-token-of-length';
const now = new Date('2026-11-24T17:00:00Z');
const session = { name: 'Ada', expiresAt: new Date('2026-11-24T18:00:00Z') };
const sealed = sealSession(session, TOKEN);

describe('a sealed session', () => {
  it('is opened with the token that it was sealed with, until it expires', () => {
    expect(openSession(sealed, TOKEN, now)).toEqual(session);
    expect(openSession(sealed, TOKEN, new Date(session.expiresAt.getTime() - 1))).toEqual(session);
    expect(openSession(sealed, TOKEN, session.expiresAt)).toBeUndefined();
  });

  it('dies with the token', () => {
    expect(openSession(sealed, `${TOKEN}x`, now)).toBeUndefined();
    expect(openSession(sealSession(session, ''), '', now)).toBeUndefined();
  });

  it('cannot be changed or made up', () => {
    const [content = '', proof = ''] = sealed.split('.');
    const later = Buffer.from(JSON.stringify({ name: 'Eve', expiresAt: 9e15 })).toString('base64url');
    const forged = [
      `${later}.${proof}`,
      `${content}.`,
      content,
      `.${proof}`,
      '',
      '.',
      'null.null',
      `${sealed}.`,
      `${content}.${proof}x`,
    ];
    for (const cookie of forged) expect(openSession(cookie, TOKEN, now)).toBeUndefined();
    expect(openSession(undefined, TOKEN, now)).toBeUndefined();
  });
});
