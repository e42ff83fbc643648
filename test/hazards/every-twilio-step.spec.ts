import { describe as inWords, Kill } from '../support/kill';
import { Ordeal } from '../support/ordeal';

const SEED = 1;
const LEADS = 80;
/** Twilio's endpoint for calls, in whatever account. */
const DIAL = 'POST /2010-04-01/Accounts/*/Calls.json';
/** Nobody tells of the calls made in that life: only a look at VAPI and Twilio can find them. */
const UNHEARD = { vapi: { droppedWebhooks: ['*'] }, twilio: { droppedCallbacks: ['*'] } };

/** A call takes two requests, either of which may be lost; in turn, since each life takes over what the last one left. */
const KILLS: readonly Kill[] = [
  // VAPI has answered with TwiML, and Twilio is not asked.
  { step: 'after:POST /call:1' },
  { step: `before:${DIAL}:1`, vapi: { droppedWebhooks: ['*'] } },
  // Twilio has a call, and its answer is lost with the process, or before it.
  { step: `sent:${DIAL}:1`, ...UNHEARD },
  { step: `after:${DIAL}:1`, ...UNHEARD },
  { step: `after:${DIAL}:3`, twilio: { createThenFail: 1, createThenDrop: 1, callbackBeforeResponse: 1 } },
  // Twilio's answer is known, and not written down; then its word of the call comes in, doubled and out of order.
  { step: 'before:commit attempts+calls:1' },
  { step: 'before:webhook:2', twilio: { duplicatedCallbacks: ['*'], reorderedCallbacks: true } },
];

describe("a live service over the operator's Twilio account, killed between its two requests", () => {
  let ordeal: Ordeal;

  beforeAll(async () => {
    ordeal = await Ordeal.begin(LEADS, SEED, 'twilio');
  }, 60_000);

  afterAll(async () => await ordeal.close(), 60_000);

  /** Twilio's calls by the attempt that VAPI's record behind them was made for. */
  function attemptsDialed(): readonly (string | undefined)[] {
    const { twilio, vapi } = ordeal.sandbox;
    const names = new Map(vapi.calls.map(({ id, name }) => [id, name]));
    return twilio.calls.map(({ vapiCallId }) => names.get(vapiCallId));
  }

  it('has Twilio dial no attempt twice, and loses neither a call nor its outcome', async () => {
    for (const [index, kill] of KILLS.entries()) {
      const wrong = await ordeal.kill(kill);
      if (wrong.length > 0) throw new Error(`After kill ${index + 1}, ${inWords(kill)}: ${wrong.join('; ')}`);
      const dialed = attemptsDialed();
      expect(new Set(dialed).size).toBe(dialed.length);
    }
    expect(ordeal.missed).toEqual([]);
    expect((await ordeal.endInPeace()).map((fault) => ordeal.explain(fault))).toEqual([]);

    const dialed = attemptsDialed();
    expect(dialed).not.toContain(undefined);
    expect(new Set(dialed).size).toBe(dialed.length);
    // The first two kills.
    const undialed = ordeal.sandbox.vapi.calls.length - dialed.length;
    expect(undialed).toBeGreaterThanOrEqual(2);
  }, 240_000);
});
