import { CallerChoice } from './caller-choice';

const NUMBERS = [
  { id: 'new-york', number: '+12125550100' },
  { id: 'boston', number: '+16175550100' },
  { id: 'unknown', number: undefined },
];
const taken = (choice: CallerChoice, ...phones: string[]) => phones.map((phone) => choice.take(phone)?.id);

describe('CallerChoice', () => {
  it("calls from the number with the lead's area code, however much the others have rested", () => {
    const choice = new CallerChoice(NUMBERS, new Map([['boston', 40]]));
    expect(taken(choice, '+16175550111', '+16175550112')).toEqual(['boston', 'boston']);
  });

  it('lets all take turns for everybody else, the least used first', () => {
    const choice = new CallerChoice(NUMBERS, new Map([['new-york', 1]]));
    const anywhere = ['+13035550111', '+13035550112', '+13035550113', '+13035550114'];
    expect(taken(choice, ...anywhere)).toEqual(['boston', 'unknown', 'new-york', 'boston']);
  });

  it('takes another number once the local one has used up its calls, and none once all have', () => {
    const choice = new CallerChoice(NUMBERS.slice(0, 2), new Map([['boston', 1]]), 2);
    expect(choice.left).toBe(3);
    const bostonian = '+16175550111';
    expect(taken(choice, bostonian, bostonian, bostonian, bostonian)).toEqual([
      'boston',
      'new-york',
      'new-york',
      undefined,
    ]);
    expect(choice.left).toBe(0);
  });

  it('knows area codes only where they are of one length, and no cap unless one is set', () => {
    const london = [...NUMBERS, { id: 'london', number: '+442055501000' }];
    const choice = new CallerChoice(london, new Map([['london', 1]]));
    expect(choice.take('+442055501111')?.id).toBe('new-york');
    expect(choice.left).toBe(Number.POSITIVE_INFINITY);
  });

  it('has nothing to offer without a number', () => {
    const choice = new CallerChoice([], new Map());
    expect([choice.left, choice.take('+12125550111')]).toEqual([0, undefined]);
  });
});
