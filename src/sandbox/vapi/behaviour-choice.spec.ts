import { Chance } from '../chance';
import { Journal } from '../journal';
import { BehaviourChoice } from './behaviour-choice';
import { COURSES, type Behaviour } from './people';

const clock = { now: () => new Date(0), speed: 1 };
const choice = (): BehaviourChoice => new BehaviourChoice(new Chance(7), new Journal(undefined, clock));
const numbers = Array.from({ length: 2000 }, (_, index) => `+1415555${index}`);

function share(nth: number, wanted: (behaviour: Behaviour) => boolean): number {
  const people = choice();
  return numbers.filter((number) => wanted(people.choose(number, nth))).length / numbers.length;
}

describe('BehaviourChoice', () => {
  it('behaves the same at the same number every time it is asked', () => {
    expect(numbers.map((number) => choice().choose(number, 1))).toEqual(
      numbers.map((number) => choice().choose(number, 1)),
    );
  });

  it('has about two in five talk, three in ten not answer and one in seven go to voicemail at first', () => {
    const talks = (behaviour: Behaviour): boolean =>
      COURSES[behaviour].isAnswered && behaviour !== 'voicemail' && behaviour !== 'pipeline-error';
    expect(share(1, talks)).toBeCloseTo(0.42, 1);
    expect(share(1, (one) => one === 'no-answer')).toBeCloseTo(0.3, 1);
    expect(share(1, (one) => one === 'voicemail')).toBeCloseTo(0.15, 1);
  });

  it('has most of those who did not answer do so later', () => {
    const people = choice();
    const shy = numbers.filter((number) => people.choose(number, 1) === 'no-answer');
    const later = shy.filter((number) => people.choose(number, 2) !== 'no-answer');
    expect(later.length / shy.length).toBeGreaterThan(0.5);
    expect(later.length).toBeLessThan(shy.length);
  });

  it('follows a script, the last entry for ever', () => {
    const people = choice();
    people.script('+14155550100', ['busy', 'opt-out']);
    expect([1, 2, 3].map((nth) => people.choose('+14155550100', nth))).toEqual([
      'busy',
      'opt-out',
      'opt-out',
    ]);
  });
});
