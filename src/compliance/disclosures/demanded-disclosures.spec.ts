import { allJurisdictions } from '../jurisdictions';
import { demandedDisclosures, disclosuresFor } from './demanded-disclosures';
import { DemandedDisclosure, DisclosureDemand } from './disclosure-demand';
import { readDisclosureRule } from './disclosure-reader';

const demandOf = (demands: readonly DisclosureDemand[], disclosure: DemandedDisclosure) => {
  const found = demands.find((demand) => demand.disclosure === disclosure);
  if (!found) throw new Error(`Nobody demands ${disclosure}`);
  return found;
};
const namesOf = (demands: readonly DisclosureDemand[]) => demands.map(({ disclosure }) => disclosure);
const ADA = { timezone: undefined, state: undefined, country: undefined, postalCode: undefined };

describe('demandedDisclosures', () => {
  it('asks everywhere who calls, for whom, what voice it is, that it is recorded, and how to opt out', () => {
    for (const { code } of allJurisdictions()) {
      const names = namesOf(demandedDisclosures([code], 'informational'));
      for (const name of ['caller-name', 'seller-name', 'artificial-voice', 'recording', 'opt-out'])
        expect(names).toContain(name);
    }
  });

  it.each([
    ['US-GA', 0],
    ['US-NM', 15],
    ['US-AL', 20],
    ['US-KY', 25],
    ['US-FL', 30],
    ['US-MA', 60],
    ['US-OH', undefined],
  ])('gives the caller in %s %p seconds to say who it is', (code, seconds) => {
    expect(demandOf(demandedDisclosures([code], 'marketing'), 'caller-name').withinSeconds).toBe(seconds);
  });

  it('has Alabama and Kentucky hear name and number again at the end, and Ohio not', () => {
    const repeated = (code: string) =>
      demandedDisclosures(['US', code], 'marketing').flatMap((demand) =>
        demand.repeatAtEnd ? demand.disclosure : [],
      );
    expect(repeated('US-AL')).toEqual(['caller-name', 'seller-name', 'callback-number']);
    expect(repeated('US-KY')).toEqual(['caller-name', 'seller-name', 'callback-number']);
    expect(repeated('US-OH')).toEqual([]);
  });

  it('takes the strictest of all that bind, and names each of them', () => {
    const demand = demandOf(demandedDisclosures(['US', 'US-FL', 'US-NM'], 'marketing'), 'caller-name');
    expect(demand.withinSeconds).toBe(15);
    expect(demand.sources.map(({ jurisdiction }) => jurisdiction)).toEqual(['*', 'US', 'US-FL', 'US-NM']);
    expect(demand.sources.find(({ jurisdiction }) => jurisdiction === 'US-FL')).toEqual({
      jurisdiction: 'US-FL',
      citation: 'Fla. Stat. 501.613',
      confidence: 'medium',
      withinSeconds: 30,
    });
  });

  it('cites the law of recording where there is one, and our practice alone elsewhere', () => {
    const citations = (code: string) =>
      demandOf(demandedDisclosures(['US', code], 'marketing'), 'recording').sources.map(
        ({ confidence }) => confidence,
      );
    expect(citations('US-CA')).toEqual(['practice', 'medium']);
    expect(citations('US-TX')).toEqual(['practice']);
  });

  it('asks for the purpose to sell only of those who sell', () => {
    expect(namesOf(demandedDisclosures(['US'], 'marketing'))).toContain('sales-purpose');
    expect(namesOf(demandedDisclosures(['US'], 'informational'))).not.toContain('sales-purpose');
  });

  it('is as strict as any state where the state is not known, and as any place where no law is', () => {
    const states = allJurisdictions().flatMap(({ code }) => (code.startsWith('US-') ? [code] : []));
    const known = demandedDisclosures(['US', ...states.filter((code) => code !== 'US-UNKNOWN')], 'marketing');
    expect(demandedDisclosures(['US', 'US-UNKNOWN'], 'marketing')).toEqual(known);
    const everywhere = demandedDisclosures([], 'marketing');
    expect(demandedDisclosures(['BR'], 'marketing')).toEqual(everywhere);
    for (const { disclosure, withinSeconds = Infinity, repeatAtEnd } of known) {
      expect(demandOf(everywhere, disclosure).withinSeconds ?? Infinity).toBeLessThanOrEqual(withinSeconds);
      if (repeatAtEnd) expect(demandOf(everywhere, disclosure).repeatAtEnd).toBe(true);
    }
  });
});

describe('disclosuresFor', () => {
  const sources = (place: Parameters<typeof disclosuresFor>[0]) =>
    demandOf(disclosuresFor(place, 'marketing'), 'caller-name').sources.map((one) => one.jurisdiction);

  it('goes by the area code and the stated state alike', () => {
    expect(sources({ ...ADA, phone: '+12052000001', state: 'FL' })).toEqual(['*', 'US', 'US-AL', 'US-FL']);
  });

  it('asks for everything of a number without a place, and of no number', () => {
    const everything = demandedDisclosures([], 'marketing');
    expect(disclosuresFor({ ...ADA, phone: '+5511987654321' }, 'marketing')).toEqual(everything);
    expect(disclosuresFor(undefined, 'marketing')).toEqual(everything);
  });
});

describe('a row of the data', () => {
  const row = { where: ['US'], say: ['recording'], citation: '1 CFR 1', confidence: 'high' };

  it.each([
    ['an unknown place', { where: ['US-XX'] }, /no such place/],
    ['no place', { where: [] }, /no such place/],
    ['an unknown disclosure', { say: ['weather'] }, /no disclosure weather/],
    ['an unknown confidence', { confidence: 'sure' }, /no such confidence/],
    ['an unknown purpose', { purpose: 'fun' }, /no such purpose/],
    ['a time before the call', { withinSeconds: -1 }, /no such seconds/],
    ['seconds of a whole call', { during: 'call', withinSeconds: 3 }, /in the opening only/],
    ['no citation', { citation: '' }, /no citation/],
  ])('with %s is refused', (_what, change, message) => {
    expect(() => readDisclosureRule({ ...row, ...change })).toThrow(message);
  });
});
