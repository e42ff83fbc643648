import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { generatedLeads } from './generated-leads';
import { idOf, numberOf, phoneOf, subjectOf } from './lead-columns';
import { NOON } from './simulation.factory';

const leads = generatedLeads(3_000, 1, NOON);
const phones = Array.from({ length: leads.count }, (_, lead) => phoneOf(leads, lead));

describe('generatedLeads', () => {
  it('makes the same leads by the same seed, and others by another', () => {
    const of = (seed: number) =>
      Array.from({ length: 50 }, (_, lead) => phoneOf(generatedLeads(50, seed, NOON), lead));
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('gives them numbers that may exist, a few that cannot be read, and some that stand there twice', () => {
    const numbers = phones.filter((phone) => phone !== undefined);
    expect(numbers.every((phone) => isPhoneNumber(parsePhoneNumber(phone)))).toBe(true);
    expect(numbers.length / phones.length).toBeCloseTo(0.98, 1);
    expect(new Set(numbers).size).toBeLessThan(numbers.length);
  });

  it('spreads them over the states, zones and kinds of consent', () => {
    const subjects = phones.flatMap((phone, lead) => (phone ? [subjectOf(leads, lead, phone)] : []));
    expect(new Set(subjects.map(({ state }) => state)).size).toBeGreaterThan(40);
    expect(new Set(subjects.map(({ consent }) => consent))).toEqual(
      new Set(['express_written', 'express', 'none', '']),
    );
    for (const { consentAt } of subjects) if (consentAt) expect(consentAt < NOON).toBe(true);
  });
});

describe('the columns of leads', () => {
  it('give back what was put into them', () => {
    for (const [lead, phone] of phones.entries()) {
      if (phone === undefined) continue;
      expect(numberOf(leads, lead, phone)).toEqual(parsePhoneNumber(phone));
    }
    expect(idOf(leads, 7)).toBe('lead-8');
  });
});
