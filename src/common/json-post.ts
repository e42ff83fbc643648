import { HttpService } from '@nestjs/axios';
import { AxiosError, AxiosResponse, isAxiosError } from 'axios';
import { Readable } from 'node:stream';
import { firstValueFrom } from 'rxjs';
import { ExternalApi, ExternalApiError } from './errors';
import { retryAfterMs } from './retry-after';

/**
 * Posts JSON to an address that the operator has given. The address is its own secret, so it stands in no error and no
 * log line; redirects, which would pass it on, are not followed.
 */
export class JsonPost {
  constructor(
    private readonly http: HttpService,
    private readonly api: ExternalApi,
    /** What it is called in errors. */
    private readonly operation: string,
    private readonly url: string,
  ) {}

  /**
   * @param body JSON, sent byte for byte
   * @returns the status, from 200 to 299
   * @throws ExternalApiError for any other status, and where there is no answer
   */
  async send(
    body: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const answer = await this.ask(body, signal, headers);
    const { status } = answer;
    // The status is the answer: a body, however long, is not waited for.
    answer.data.destroy();
    if (status >= 200 && status < 300) return status;
    const waitMs = retryAfterMs(answer.headers['retry-after'], answer.headers.date);
    throw new ExternalApiError(this.api, `${this.operation} was answered ${status}`, {
      effect: status >= 500 || status === 408 ? 'unknown' : 'refused',
      status,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    });
  }

  private async ask(
    body: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>>,
  ): Promise<AxiosResponse<Readable>> {
    try {
      return await firstValueFrom(
        // Bytes, since the client reads and trims what it is given as text.
        this.http.post<Readable>(this.url, Buffer.from(body), {
          signal,
          headers: { 'content-type': 'application/json', ...headers },
          validateStatus: () => true,
          maxRedirects: 0,
          responseType: 'stream',
        }),
      );
    } catch (thrown) {
      const code = isAxiosError(thrown) ? (thrown as AxiosError).code : undefined;
      const message = `${this.operation} got no answer (${code ?? 'no reason given'})`;
      throw new ExternalApiError(this.api, message, { effect: 'unknown', type: 'no_answer' });
    }
  }
}
