import { campaignNow } from './campaign-clock.js';

const formats = new Map();

/** Making one is slow, using one is not. An unknown zone is the operator's own. */
function format(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    try {
      formats.set(key, new Intl.DateTimeFormat(undefined, options));
    } catch {
      formats.set(key, new Intl.DateTimeFormat(undefined, { ...options, timeZone: undefined }));
    }
  }
  return formats.get(key);
}

const CLOCK = { hour: 'numeric', minute: '2-digit' };
const DAY = { month: 'short', day: 'numeric' };

/** In the operator's zone: `2:05 PM`, with the day unless it is the campaign's today. */
export function when(iso) {
  if (!iso) return '';
  const at = new Date(iso);
  const isToday = format(DAY).format(at) === format(DAY).format(campaignNow());
  return format(isToday ? CLOCK : { ...DAY, ...CLOCK }).format(at);
}

/** `5 PM` */
export function hour(iso) {
  return format({ hour: 'numeric' }).format(new Date(iso));
}

export function time(iso) {
  return iso ? format(CLOCK).format(new Date(iso)) : '';
}

/** `12:05 PM MST` */
export function timeIn(at, zone) {
  return format({ ...CLOCK, timeZone: zone, timeZoneName: 'short' }).format(new Date(at));
}

/** The same instant where the lead lives; empty without a zone, and where the clocks show the same. */
export function timeThere(iso, zone) {
  if (!iso || !zone) return '';
  const at = new Date(iso);
  return format({ ...CLOCK, timeZone: zone }).format(at) === format(CLOCK).format(at)
    ? ''
    : timeIn(iso, zone);
}

/** `4 min ago`, `in 2 h`. */
export function fromNow(iso) {
  const seconds = (Date.parse(iso) - campaignNow()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return seconds < 15 ? 'just now' : 'in a moment';
  const [unit, length] = size < 5400 ? ['min', 60] : size < 129_600 ? ['h', 3600] : ['days', 86_400];
  const text = `${Math.round(size / length)} ${unit}`;
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

/** `1:07`; `1:02:07` from an hour on. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return '';
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, '0'));
  return parts[0] > 0 ? `${parts[0]}:${minutes}:${rest}` : `${Number(minutes) + Number(hours) * 60}:${rest}`;
}

const DOLLARS = { style: 'currency', currency: 'USD', trailingZeroDisplay: 'stripIfInteger' };
const usd = new Intl.NumberFormat('en-US', DOLLARS);
const whole = new Intl.NumberFormat();

export function money(amount) {
  return amount === null || amount === undefined ? '' : usd.format(amount);
}

export function number(value) {
  return whole.format(value ?? 0);
}

export function percent(part, total) {
  return total > 0 ? `${Math.round((100 * part) / total)} %` : '–';
}

export function plural(amount, one, many = `${one}s`) {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}
