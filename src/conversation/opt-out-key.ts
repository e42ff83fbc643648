/**
 * The key of the telephone by which a person wants no more calls, pressed once or several times. What the agent says of
 * it and what is heard of it go by this one place.
 */
export const OPT_OUT_KEY = '9';
