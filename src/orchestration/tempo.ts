/** Real time between two ticks (ms); dial slots are given out this far ahead. */
export const TICK_MS = 1_000;
/** After a line came free, others that come free within this time (ms) share its requests to the lead source. */
export const GATHER_MS = 500;
/** How long dialing rests after the lead source or the provider was away (ms): at first, and after many times. */
export const REST_MS = { first: 5_000, longest: 60_000 };
