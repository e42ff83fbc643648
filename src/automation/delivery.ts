/** `finished`: a call has its outcome; `updated`: more is known of a call that was posted before. */
export type DeliveryKind = 'finished' | 'updated';

/**
 * `pending` → `delivered` (the receiver has said 2xx) or `dead` (it refuses, or was away for too long). An operator
 * makes a `dead` or `delivered` one `pending` again.
 */
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A delivery that this replica alone is trying now. */
export interface ClaimedDelivery {
  /** The `webhook-id` of every try: by it a receiver knows what it has seen. */
  readonly id: string;
  readonly callId: string;
  readonly kind: DeliveryKind;
  /** This one included. */
  readonly tries: number;
  /** Business time. */
  readonly occurredAt: Date;
  /** Of the request that made it due. */
  readonly requestId: string | undefined;
  readonly attemptId: string | undefined;
}
