import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { toError } from '../../common/errors';
import { ExternalPolicy } from '../../common/external-policy';
import { JsonPost } from '../../common/json-post';
import { CallControl } from '../call-control';
import { USER_AGENT } from './user-agent';

/** How long a person who wants no more calls is kept on the line by a slow service (ms, two requests). */
export const CONTROL_POLICY = { timeoutMs: 2_500, totalMs: 5_000, maxRetries: 0 } as const;

type ControlMessage =
  | { readonly type: 'say'; readonly content: string; readonly endCallAfterSpoken: true }
  | { readonly type: 'end-call' };

/** Live call control as VAPI documents it; the address needs no token. */
export class VapiCallControl extends CallControl {
  readonly #logger = new Logger(VapiCallControl.name);

  /** @param policy its own: a control host that is away must not stop the dialing */
  constructor(
    private readonly http: HttpService,
    private readonly policy: ExternalPolicy,
  ) {
    super();
  }

  async end(controlUrl: string, farewell: string): Promise<boolean> {
    const said = await this.send(controlUrl, { type: 'say', content: farewell, endCallAfterSpoken: true });
    return said || (await this.hangUp(controlUrl));
  }

  async hangUp(controlUrl: string): Promise<boolean> {
    return await this.send(controlUrl, { type: 'end-call' });
  }

  private async send(controlUrl: string, message: ControlMessage): Promise<boolean> {
    const operation = `Live control (${message.type})`;
    const post = new JsonPost(this.http, 'vapi-control', operation, controlUrl);
    const headers = { 'user-agent': USER_AGENT };
    try {
      await this.policy.once(operation, (signal) => post.send(JSON.stringify(message), signal, headers));
      return true;
    } catch (error) {
      this.#logger.warn({ err: toError(error) }, 'A call could not be ended from here');
      return false;
    }
  }
}
