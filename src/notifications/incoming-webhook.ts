import { HttpService } from '@nestjs/axios';
import { ExternalPolicy } from '../common/external-policy';
import { JsonPost } from '../common/json-post';

const OPERATION = 'POST notification';

/** A Slack-compatible incoming webhook: `{"text": "…"}`, answered 200. */
export class IncomingWebhook {
  readonly #post: JsonPost;

  constructor(
    http: HttpService,
    url: string,
    private readonly policy: ExternalPolicy,
  ) {
    this.#post = new JsonPost(http, 'notifications', OPERATION, url);
  }

  /** @throws ExternalApiError */
  async post(text: string): Promise<void> {
    await this.policy.repeatable(OPERATION, (signal) => this.#post.send(JSON.stringify({ text }), signal));
  }
}
