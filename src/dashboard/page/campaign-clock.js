/**
 * The campaign's time, which in the sandbox runs faster than ours: its speed is found by comparing two readings.
 */
let reading;
let speed = 1;

export function setClock(iso) {
  const at = Date.parse(iso);
  const heard = performance.now();
  if (reading && heard - reading.heard > 400) {
    const measured = (at - reading.at) / (heard - reading.heard);
    speed = Math.abs(measured - 1) < 0.2 ? 1 : Math.max(0, measured);
  }
  if (!reading || heard - reading.heard > 400) reading = { at, heard };
}

/** Milliseconds since 1970, as the campaign counts them. */
export function campaignNow() {
  return reading ? reading.at + (performance.now() - reading.heard) * speed : Date.now();
}

/** How many times as fast as ours it runs: 1 but in the sandbox. */
export function campaignSpeed() {
  return Math.round(speed);
}
