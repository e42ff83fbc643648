import { chosen, fraction, logNormal } from './chance';
import { CallCourse, CallEnd, CallToDraw, OutcomeModel } from './outcome-model';
import { OutcomeMix } from './outcome-mix';

/** Of a line's time the longest that is believed: no call is up for longer (ms). */
const SHORTEST_MS = 1_000;
/** From the end of a call to its report (ms). */
const REPORT_MS = 8_000;
/** Ends for which nobody pays, since nothing was answered. */
const FREE: ReadonlySet<CallEnd> = new Set([
  'no-answer',
  'busy',
  'bad-number',
  'carrier-failure',
  'start-refused',
  'canceled',
]);

/** What a fraction is drawn for; each has one of its own. */
enum Draw {
  Dead,
  Shy,
  Answered,
  End,
  Length,
  Spread,
  Callback,
}

/**
 * Draws calls from a mix. A number behaves like itself: one that is dead stays so, and people differ in how readily they
 * answer, so that somebody who has not answered twice is less likely to do so the third time.
 * @param maxCallSeconds the campaign's longest call
 */
export function mixModel(mix: OutcomeMix, maxCallSeconds: number): OutcomeModel {
  return { draw: (call) => draw(mix, maxCallSeconds, call) };
}

function draw(mix: OutcomeMix, maxCallSeconds: number, call: CallToDraw): CallCourse {
  const number = Number(call.phone.replace(/\D/g, '').slice(-15));
  const ofNumber = (what: Draw) => fraction(call.seed, number, what);
  const ofCall = (what: Draw) => fraction(call.seed, number, what, call.nth);
  // From 0.2 to 1.8, 1 in the mean.
  const readiness = 0.2 + 1.6 * ofNumber(Draw.Shy);
  const answered = Math.min(0.95, (mix.answeredByHour[call.localHour] ?? 0) * readiness);
  const isDead = ofNumber(Draw.Dead) < mix.deadNumbers;
  const isAnswered = !isDead && ofCall(Draw.Answered) < answered;
  const end = isDead ? 'bad-number' : chosen<CallEnd>(isAnswered ? mix.talking : mix.quiet, ofCall(Draw.End));
  const [median, sigma] = mix.lineSeconds[end] ?? mix.otherSeconds;
  const seconds = logNormal(median, sigma, ofCall(Draw.Length), ofCall(Draw.Spread));
  const lineMs = Math.round(
    Math.max(SHORTEST_MS, Math.min(seconds, mix.ringSeconds + maxCallSeconds) * 1000),
  );
  const paidMinutes = FREE.has(end) ? 0 : Math.max(0, lineMs / 1000 - mix.ringSeconds) / 60;
  return {
    end,
    lineMs,
    ...(end !== 'start-refused' && { reportMs: REPORT_MS }),
    costUsd: Math.round(paidMinutes * mix.usdPerMinute * 10_000) / 10_000,
    ...(end === 'callback' && { callbackInMs: callbackMs(mix, ofCall(Draw.Callback)) }),
  };
}

function callbackMs({ callbackHours }: OutcomeMix, at: number): number {
  return (callbackHours[Math.floor(at * callbackHours.length)] ?? 24) * 3_600_000;
}
