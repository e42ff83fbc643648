import { readTranscript } from '../../conversation/transcript';
import { Utterance } from '../../conversation/utterance';
import { dateIn, loose } from '../loose-json';

/** What somebody said while a call was up. */
export interface HeardLine {
  readonly at: Date;
  readonly role: Utterance['speaker'];
  readonly text: string;
}

/**
 * The line that a stored `transcript` message tells; `undefined` when it tells none: its body was erased.
 * @param receivedAt used where the message bears no time
 */
export function spokenLine(payload: unknown, receivedAt: Date): HeardLine | undefined {
  const { message } = loose<{ message: unknown }>(payload);
  const { role, transcript, timestamp } = loose<{ role: unknown; transcript: unknown; timestamp: unknown }>(
    message,
  );
  const [said] = readTranscript([{ role, content: transcript }]);
  return said && { at: dateIn(timestamp) ?? receivedAt, role: said.speaker, text: said.text };
}
