import { JurisdictionRow, readJurisdiction } from './jurisdiction-reader';
import { allJurisdictions, jurisdictionOf, LONGEST_CAP_MS } from './jurisdictions';

const SOUND: JurisdictionRow = {
  code: 'US-XX',
  name: 'Nowhere',
  windows: 'mon-sat 08:00-20:00',
  windowBasis: 'state',
  aiVoiceWindows: 'mon-fri 09:00-21:00',
  holidays: 'US',
  caps: [{ count: 2, perHours: 12 }],
  marketingConsent: 'express_written',
  artificialVoice: { status: 'restricted', citation: 'Law 1', confidence: 'low', needs: 'more' },
  citation: 'Law 2',
  confidence: 'medium',
};

describe('the data on jurisdictions', () => {
  it('holds the federal law, the unknown state, every state and territory, and seven countries', () => {
    const all = allJurisdictions().map(({ code }) => code);
    expect(all).toHaveLength(65);
    expect(all.filter((code) => /^US-..$/.test(code))).toHaveLength(56);
    for (const code of ['US', 'US-UNKNOWN', 'CA', 'GB', 'EU', 'DE', 'FR', 'AU', 'IN'])
      expect(jurisdictionOf(code)).toBeDefined();
    expect(jurisdictionOf('ES')).toBeUndefined();
  });

  it('gives each state no minute that the federal law or the unknown state does not leave it', () => {
    const federal = { startMinute: 480, endMinute: 1_260 };
    for (const { code, hours } of allJurisdictions()) {
      if (!code.startsWith('US-')) continue;
      for (const { startMinute, endMinute } of hours.flat()) {
        expect(startMinute).toBeGreaterThanOrEqual(federal.startMinute);
        expect(endMinute).toBeLessThanOrEqual(federal.endMinute);
      }
      jurisdictionOf('US-UNKNOWN')?.hours.forEach((windows, day) => {
        for (const strict of windows) {
          const covers = (hours[day] ?? []).some(
            (own) => own.startMinute <= strict.startMinute && strict.endMinute <= own.endMinute,
          );
          expect([code, day, covers]).toEqual([code, day, true]);
        }
      });
    }
  });

  it('looks back as far as the longest cap: thirty days', () => {
    expect(LONGEST_CAP_MS).toBe(30 * 86_400_000);
  });

  it('says where a citation is not well founded', () => {
    expect(jurisdictionOf('US-IA')?.citation).toMatch(/\(confidence: low\)$/);
    expect(jurisdictionOf('US-NY')?.citation).not.toContain('confidence');
  });
});

describe('readJurisdiction', () => {
  it('intersects the hours with those of automatic devices', () => {
    const read = readJurisdiction(SOUND);
    expect(read.hours[0]).toEqual([{ startMinute: 540, endMinute: 1_200 }]);
    expect(read.hours[5]).toEqual([]);
    expect(read.caps).toEqual([{ count: 2, perMs: 43_200_000 }]);
    expect(read.artificialVoice?.citation).toBe('Law 1 (confidence: low)');
  });

  it.each<Partial<JurisdictionRow>>([
    { code: 'us-xx' },
    { citation: '' },
    { windows: 'always' },
    { aiVoiceWindows: 'mon 10-12' },
    { holidays: 'US-XX' },
    { alsoInZones: ['Nowhere'] },
    { caps: [{ count: 0, perHours: 24 }] },
    { marketingConsent: 'none' },
    { confidence: 'some' },
    { windowBasis: '' },
    { effectiveFrom: 'soon' },
    { artificialVoice: { status: 'allowed', citation: 'Law 1', confidence: 'sound', needs: 'more' } },
    { artificialVoice: { status: 'something_new', citation: 'Law 1', confidence: 'sound' } },
  ])('refuses a row with %j', (change) => {
    expect(() => readJurisdiction({ ...SOUND, ...change })).toThrow('Jurisdiction ');
  });
});
