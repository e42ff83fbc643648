import { EndCategory } from '../telephony/call-event';

const SILENT_ENDS: readonly EndCategory[] = [
  'no-answer',
  'busy',
  'voicemail',
  'bad-number',
  'carrier-failure',
  'start-refused',
  'withdrawn',
];

/** Whether an end needs no report: nobody spoke, so nothing that was said can change the outcome. */
export function isSilentEnd(category: EndCategory): boolean {
  return SILENT_ENDS.includes(category);
}
