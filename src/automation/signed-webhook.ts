import { HttpService } from '@nestjs/axios';
import { Webhook } from 'standardwebhooks';
import { SystemClock } from '../common/clock';
import { ExternalPolicy } from '../common/external-policy';
import { JsonPost } from '../common/json-post';
import { AutomationTarget } from '../config/settings';

const OPERATION = 'POST finished call';

/** Posts to the operator's automation, signed by the Standard Webhooks scheme. */
export class SignedWebhook {
  /** Receivers compare the time of a signature with their own clocks, not with the sandbox's. */
  readonly #realTime = new SystemClock();
  readonly #post: JsonPost;
  readonly #webhook: Webhook;

  constructor(
    http: HttpService,
    private readonly target: AutomationTarget,
    private readonly policy: ExternalPolicy,
  ) {
    this.#post = new JsonPost(http, 'automation', OPERATION, target.url);
    this.#webhook = new Webhook(target.signingKey, { format: 'raw' });
  }

  /** True while the receiver is left alone after repeated failures, but for a probe now and then. */
  get isHeldBack(): boolean {
    return this.policy.isOpen;
  }

  /**
   * One try, never repeated here: the deliveries have their own schedule.
   * @param id the same for every try of one delivery
   * @returns the status, from 200 to 299
   * @throws ExternalApiError
   */
  async post(id: string, body: string): Promise<number> {
    const now = this.#realTime.now();
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': this.#webhook.sign(id, now, body),
      'user-agent': 'laura',
      ...bearerFor(this.target),
    };
    return await this.policy.once(OPERATION, (signal) => this.#post.send(body, signal, headers));
  }
}

/**
 * Lindy verifies no signatures: its triggers want the secret that Lindy itself has made, as a bearer token. Nobody else
 * is sent the secret.
 */
function bearerFor({ url, secret }: AutomationTarget): Record<string, string> {
  const { hostname } = new URL(url);
  const isLindy = hostname === 'lindy.ai' || hostname.endsWith('.lindy.ai');
  return isLindy ? { authorization: `Bearer ${secret}` } : {};
}
