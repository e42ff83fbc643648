import { createHmac } from 'node:crypto';
import type { SandboxClock } from '../sandbox-options';
import { rfc2822, seconds, type DialedCall, type DialStep } from './dialed-call';
import type { TwilioFaults } from './twilio-faults';

/** How long a receiver has for its answer (real ms). */
const TIMEOUT_MS = 15_000;

/** Twilio's signature over an address and a form, by its published scheme: HMAC-SHA1, base64. */
export function signatureOf(authToken: string, url: string, form: URLSearchParams): string {
  const fields = [...form].toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)));
  const data = url + fields.map(([name, value]) => name + value).join('');
  return createHmac('sha1', authToken).update(data).digest('base64');
}

function concerns(statuses: readonly string[], status: string): boolean {
  return statuses.includes(status) || statuses.includes('*');
}

/**
 * Tells whoever asked for a call what becomes of it. As Twilio's default is, a callback is sent once whatever the answer
 * is, and once more only when there was no connection.
 */
export class StatusCallbacks {
  private readonly chains = new Map<string, Promise<void>>();
  private readonly held = new Map<string, (() => Promise<void>)[]>();
  private readonly closing = new AbortController();
  private underWay = 0;

  constructor(
    private readonly account: { accountSid: string; authToken: string },
    private readonly clock: SandboxClock,
    private readonly faults: TwilioFaults,
    /** Called after each try, so that it is kept. */
    private readonly note: (sid: string, sequence: number, status: string, answer: number | string) => void,
  ) {}

  /** Sends the callback of a step that the call has just come to, if it was asked for. */
  send(call: DialedCall, step: DialStep): void {
    const url = call.statusCallback;
    const status = step === 'initiated' ? 'initiated' : call.status;
    if (url === undefined || !call.events.includes(step) || concerns(this.faults.droppedCallbacks, status))
      return;
    const sequence = call.events.filter((event) => call.done.includes(event)).length - 1;
    const form = this.form(call, status, sequence);
    const times = concerns(this.faults.duplicatedCallbacks, status) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const post = () => this.post(call.sid, url, form, sequence, status);
      if (this.faults.reorderedCallbacks && step !== 'completed') {
        this.held.set(call.sid, [post, ...(this.held.get(call.sid) ?? [])]);
      } else this.enqueue(call.sid, post);
    }
    if (step !== 'completed') return;
    for (const post of this.held.get(call.sid) ?? []) this.enqueue(call.sid, post);
    this.held.delete(call.sid);
  }

  get isDelivering(): boolean {
    return this.underWay > 0;
  }

  /** Resolves when what has been sent for that call so far has been answered. */
  async sent(sid: string): Promise<void> {
    await this.chains.get(sid);
  }

  close(): void {
    this.closing.abort();
  }

  private enqueue(sid: string, post: () => Promise<void>): void {
    this.underWay += 1;
    const before = this.chains.get(sid) ?? Promise.resolve();
    this.chains.set(
      sid,
      before.then(post).finally(() => (this.underWay -= 1)),
    );
  }

  private form(call: DialedCall, status: string, sequence: number): URLSearchParams {
    const isFinal = call.endedAt !== undefined;
    return new URLSearchParams({
      CallSid: call.sid,
      AccountSid: this.account.accountSid,
      From: call.from,
      To: call.to,
      Caller: call.from,
      Called: call.to,
      CallStatus: status,
      Direction: 'outbound-api',
      ApiVersion: '2010-04-01',
      Timestamp: rfc2822(this.clock.now().toISOString()),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequence),
      ...(isFinal && {
        CallDuration: String(call.status === 'completed' ? seconds(call) : 0),
        Duration: '1',
      }),
      ...(isFinal && call.plan.sipCode !== undefined && { SipResponseCode: call.plan.sipCode }),
    });
  }

  /** Never rejects. */
  private async post(
    sid: string,
    url: string,
    form: URLSearchParams,
    sequence: number,
    status: string,
  ): Promise<void> {
    for (let attempt = 0; attempt < 2 && !this.closing.signal.aborted; attempt += 1) {
      try {
        const signature = signatureOf(this.account.authToken, url, form);
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
            'user-agent': 'TwilioProxy/1.1',
            'x-twilio-signature': signature,
          },
          body: form.toString(),
          redirect: 'manual',
          signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
        await answer.text();
        this.note(sid, sequence, status, answer.status);
        return;
      } catch (error) {
        if (!this.closing.signal.aborted)
          this.note(sid, sequence, status, error instanceof Error ? error.name : 'Unknown');
      }
    }
  }
}
