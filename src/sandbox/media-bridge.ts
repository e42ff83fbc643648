import type { Behaviour } from './vapi/people';

/** How a phone call that somebody else dials reaches the simulated VAPI. Instants are business time. */
export interface MediaBridge {
  /** How the person that a call of VAPI's is for behaves; undefined for a call that waits for no line. */
  behaviour(callId: string): Behaviour | undefined;
  /** The person has picked up, and the line is put through. False: VAPI no longer waits for it. */
  connect(callId: string, at: Date): boolean;
  /** The line is gone. */
  disconnect(callId: string): void;
  /** Whether VAPI has ended that call. */
  hasEnded(callId: string): boolean;
  /** Hears of each call that VAPI ends, at the instant at which it does. */
  onEnded(listener: (callId: string, at: string) => void): void;
}
