import { takes } from '../fault-switches';
import { html, json, type Answer } from '../http/answer';
import type { ReceivedRequest } from '../http/loopback-server';
import { viewDialed, type DialedCall, type DialStep } from './dialed-call';
import type { Switchboard } from './switchboard';
import type { TwilioFaults } from './twilio-faults';
import { TwilioRefusal } from './twilio-refusal';

/** The account that the simulated Twilio has. */
export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  /** Its only number, E.164. */
  number: string;
}

const STEPS: readonly DialStep[] = ['initiated', 'ringing', 'answered', 'completed'];
const LONGEST_TWIML = 4000;
const DEFAULT_PAGE = 50;
const LONGEST_PAGE = 1000;

/** What a request asks of Twilio's `2010-04-01` API, as far as calls go. */
export class TwilioRoutes {
  constructor(
    private readonly board: Switchboard,
    private readonly account: TwilioAccount,
    private readonly faults: TwilioFaults,
  ) {}

  /** Never throws for what the request is like. */
  async answer(request: ReceivedRequest): Promise<Answer> {
    if (takes(this.faults, 'unavailable')) return html(503, 'Service Unavailable');
    try {
      this.authenticate(request);
      return await this.route(request);
    } catch (error) {
      if (error instanceof TwilioRefusal) return error.answer();
      throw error;
    }
  }

  private authenticate({ headers }: ReceivedRequest): void {
    const { accountSid, authToken } = this.account;
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (headers.authorization !== expected || takes(this.faults, 'unauthorized'))
      throw new TwilioRefusal(401, 20003, 'Authenticate');
  }

  private async route(request: ReceivedRequest): Promise<Answer> {
    const [version, accounts, account = '', resource, item] = request.segments;
    const sid = account.replace(/\.json$/, '');
    if (version !== '2010-04-01' || accounts !== 'Accounts' || sid !== this.account.accountSid)
      throw missing(request);
    if (request.method === 'GET' && takes(this.faults, 'readsFail'))
      throw new TwilioRefusal(500, 20500, 'Internal Server Error');
    if (resource === undefined) return json(200, { sid, status: 'active', type: 'Full' });
    if (resource === 'Calls.json') {
      return request.method === 'POST' ? await this.create(request) : this.list(request);
    }
    const call = resource === 'Calls' ? this.board.find((item ?? '').replace(/\.json$/, '')) : undefined;
    if (!call) throw missing(request);
    return request.method === 'POST' ? this.update(call, request) : json(200, this.view(call));
  }

  private async create(request: ReceivedRequest): Promise<Answer> {
    if (takes(this.faults, 'dropWithoutCreating')) return { kind: 'drop' };
    if (takes(this.faults, 'failWithoutCreating'))
      throw new TwilioRefusal(500, 20500, 'Internal Server Error');
    const isTooFast = this.faults.overRate === 'refused' && this.board.isOverRate;
    if (isTooFast || takes(this.faults, 'rateLimited'))
      throw new TwilioRefusal(429, 20429, 'Too Many Requests');
    const made = this.board.dial(this.orderIn(new URLSearchParams(request.body)));
    if (takes(this.faults, 'callbackBeforeResponse')) await this.firstCallback(made.sid);
    if (takes(this.faults, 'createThenHang')) return { kind: 'hang' };
    if (takes(this.faults, 'createThenDrop')) return { kind: 'drop' };
    if (takes(this.faults, 'createThenFail')) throw new TwilioRefusal(500, 20500, 'Internal Server Error');
    // The answer to the POST shows the call as it was made, before Twilio has filled in its dates.
    return json(201, { ...this.view(made), date_created: null, date_updated: null });
  }

  private orderIn(form: URLSearchParams) {
    const to = form.get('To') ?? '';
    const from = form.get('From') ?? '';
    const twiml = form.get('Twiml') ?? '';
    const statusCallback = form.get('StatusCallback') ?? undefined;
    if (to === '') throw new TwilioRefusal(400, 21201, "No 'To' number is specified");
    if (!/^\+[1-9]\d{6,14}$/.test(to) || this.faults.refusedNumbers.includes(to))
      throw new TwilioRefusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
    if (from !== this.account.number)
      throw new TwilioRefusal(400, 21210, `The source phone number provided, ${from}, is not yet verified.`);
    if (twiml === '' || twiml.length > LONGEST_TWIML)
      throw new TwilioRefusal(400, 21205, 'Url parameter is required.');
    if (statusCallback !== undefined && !URL.canParse(statusCallback))
      throw new TwilioRefusal(400, 21609, `Invalid 'StatusCallback' URL: ${statusCallback}`);
    const asked = form.getAll('StatusCallbackEvent');
    return {
      to,
      from,
      vapiCallId: /<Stream\s+url="wss?:\/\/[^/"]+\/([^/"]+)\//.exec(twiml)?.[1] ?? '',
      timeoutSeconds: Number(form.get('Timeout') ?? 60),
      ...(statusCallback !== undefined && { statusCallback }),
      events: asked.length === 0 ? ['completed' as const] : STEPS.filter((step) => asked.includes(step)),
    };
  }

  private async firstCallback(sid: string): Promise<void> {
    const isTold = (): boolean => (this.board.find(sid)?.callbacks.length ?? 0) > 0;
    const deadlineMs = performance.now() + 5000;
    while (!isTold() && performance.now() < deadlineMs)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  private list({ query }: ReceivedRequest): Answer {
    const size = Math.min(LONGEST_PAGE, Number(query.get('PageSize') ?? DEFAULT_PAGE));
    const page = Number(query.get('Page') ?? 0);
    const found = this.board
      .all()
      .filter(({ to, from, status }) =>
        [
          [query.get('To'), to],
          [query.get('From'), from],
          [query.get('Status'), status],
        ].every(([wanted, value]) => wanted === null || wanted === value),
      )
      .toReversed();
    const uri = (number: number): string => {
      const params = new URLSearchParams([...query].filter(([name]) => name !== 'Page'));
      params.set('Page', String(number));
      return `/2010-04-01/Accounts/${this.account.accountSid}/Calls.json?${params.toString()}`;
    };
    const isLast = (page + 1) * size >= found.length;
    return json(200, {
      calls: found.slice(page * size, (page + 1) * size).map((call) => this.view(call)),
      page,
      page_size: size,
      uri: uri(page),
      first_page_uri: uri(0),
      next_page_uri: isLast ? null : uri(page + 1),
      previous_page_uri: page === 0 ? null : uri(page - 1),
    });
  }

  private update(call: DialedCall, { body }: ReceivedRequest): Answer {
    const status = new URLSearchParams(body).get('Status');
    if (status !== 'canceled' && status !== 'completed')
      throw new TwilioRefusal(400, 20001, `Invalid Status: ${String(status)}`);
    if (!this.board.end(call, status))
      throw new TwilioRefusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
    return json(200, this.view(this.board.find(call.sid) ?? call));
  }

  private view(call: DialedCall) {
    return viewDialed(call, this.account.accountSid);
  }
}

function missing({ path }: ReceivedRequest): TwilioRefusal {
  return new TwilioRefusal(404, 20404, `The requested resource ${path} was not found`);
}
