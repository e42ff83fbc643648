import { Agenda } from '../agenda';
import type { Chance } from '../chance';
import { takes } from '../fault-switches';
import { html, text, type Answer } from '../http/answer';
import type { JsonObject } from '../http/json';
import { LoopbackServer, type Handler, type ReceivedRequest } from '../http/loopback-server';
import type { Journal } from '../journal';
import type { RecordedRequest, SandboxClock } from '../sandbox-options';
import { BehaviourChoice } from './behaviour-choice';
import { BypassLine } from './bypass-line';
import { CallDesk } from './call-desk';
import { CallStore } from './call-store';
import { CallTimeline } from './call-timeline';
import { Organisation } from './organisation';
import type { Behaviour } from './people';
import type { Delivery, SimulatedCall } from './simulated-call';
import { VapiFaults } from './vapi-faults';
import { VapiRefusal } from './vapi-refusal';
import { VapiRoutes } from './vapi-routes';
import { WebhookSender } from './webhook-sender';

/** What the simulated VAPI is built from. */
export interface VapiParts {
  chance: Chance;
  journal: Journal;
  clock: SandboxClock;
  stopwatchMs: () => number;
  pace: number;
  concurrencyLimit: number;
  callSeconds: number | undefined;
}

/** A call with every webhook about it. */
export interface TracedCall extends SimulatedCall {
  deliveries: Delivery[];
}

/** VAPI on a loopback port, with the people it calls. Spoken to as `https://api.vapi.ai` is. */
export class SimulatedVapi {
  readonly faults = new VapiFaults();
  /** Where somebody else's phone calls come in. */
  readonly line: BypassLine;
  private readonly organisation: Organisation;
  private readonly store: CallStore;
  private readonly choice: BehaviourChoice;
  private readonly agenda: Agenda;
  private readonly sender: WebhookSender;
  private readonly timeline: CallTimeline;
  private readonly routes: VapiRoutes;
  private server: LoopbackServer;

  constructor(private readonly parts: VapiParts) {
    const { chance, journal, clock, pace, stopwatchMs } = parts;
    const url = (): string => this.url;
    this.organisation = new Organisation(chance, journal, clock);
    this.store = new CallStore(journal);
    this.choice = new BehaviourChoice(chance, journal);
    this.agenda = new Agenda(clock, stopwatchMs);
    this.sender = new WebhookSender(
      this.store,
      this.organisation,
      this.agenda,
      clock,
      this.faults,
      pace,
      url,
    );
    this.timeline = new CallTimeline(this.store, this.sender, this.agenda, () => clock.now(), pace);
    this.line = new BypassLine(this.store, this.timeline);
    const desk = new CallDesk(
      ...([
        this.store,
        this.organisation,
        this.choice,
        this.timeline,
        chance,
        clock,
        this.faults,
        pace,
      ] as const),
      parts.concurrencyLimit,
      parts.callSeconds,
    );
    this.routes = new VapiRoutes(
      ...([
        this.store,
        desk,
        this.timeline,
        this.sender,
        this.organisation,
        this.faults,
        clock,
        url,
      ] as const),
    );
  }

  /** Starts listening, then takes up what the journal holds unfinished. */
  async listen(port: number, control: Handler): Promise<void> {
    const handle: Handler = (request) =>
      request.segments[0] === '_sandbox' ? control(request) : this.answer(request);
    this.server = await LoopbackServer.listen(port, handle, () => this.parts.clock.now());
    this.timeline.resume();
    this.sender.resume();
  }

  /** Where the API is, to be used in the place of `https://api.vapi.ai`. */
  get url(): string {
    return this.server.url;
  }

  get apiKey(): string {
    return this.organisation.apiKey;
  }

  /** The organisation's first number, a Twilio one. */
  get phoneNumberId(): string {
    return this.organisation.phoneNumbers[0].id;
  }

  /** The Twilio account that the first number was imported from. */
  get twilioAccount(): { accountSid: string; authToken: string; number: string } {
    const [{ twilioAccountSid = '', twilioAuthToken = '', number }] = this.organisation.phoneNumbers;
    return { accountSid: twilioAccountSid, authToken: twilioAuthToken, number };
  }

  /** All of them: a Twilio number and one of VAPI's own. */
  get phoneNumberIds(): string[] {
    return this.organisation.phoneNumbers.map(({ id }) => id);
  }

  get requests(): readonly RecordedRequest[] {
    return this.server.requests;
  }

  /** Every call ever made, the oldest first, with what will become of it and each webhook sent. */
  get calls(): TracedCall[] {
    return this.store.all().map((call) => ({ ...call, deliveries: this.store.deliveries(call.id) }));
  }

  /** When something happens next, for a virtual clock to jump to; undefined when nothing is planned. */
  get nextEventAt(): Date | undefined {
    return this.agenda.nextAt();
  }

  /** Does at once what a moved clock has made due, without waiting for the next look at it. */
  runDue(): void {
    this.agenda.runDue();
  }

  /** Whether webhooks are under way that should have been delivered by now; a virtual clock had better wait. */
  get isDelivering(): boolean {
    const nowIso = this.parts.clock.now().toISOString();
    return this.store.allDeliveries().some(({ state, dueAt }) => state === 'pending' && dueAt <= nowIso);
  }

  /** Fixes how the person at the number behaves on the first, second, … call; the last one goes on for ever. */
  script(number: string, behaviours: readonly Behaviour[]): void {
    this.choice.script(number, behaviours);
  }

  /** Keeps an assistant as one made in VAPI's dashboard. @returns its id, for `assistantId` */
  saveAssistant(definition: JsonObject): string {
    return this.organisation.saveAssistant(definition);
  }

  async close(): Promise<void> {
    this.agenda.close();
    this.sender.close();
    await this.server.close();
  }

  private async answer(request: ReceivedRequest): Promise<Answer> {
    const { headers, segments, method } = request;
    if (takes(this.faults, 'unavailable')) return html(503, 'Service Temporarily Unavailable');
    if (!headers['user-agent']) return text(403, 'error code: 1010');
    try {
      if (segments[1] === 'control' && method === 'POST') return this.routes.control(request);
      if (headers.authorization === undefined) throw new VapiRefusal(401, 'Missing Authorization Header.');
      if (headers.authorization !== `Bearer ${this.apiKey}` || takes(this.faults, 'unauthorized')) {
        const hint = 'Hot tip, you may be using the private key instead of the public key, or vice versa.';
        throw new VapiRefusal(401, `Invalid Key. ${hint}`);
      }
      return await this.routes.answer(request);
    } catch (error) {
      if (error instanceof VapiRefusal) return error.answer();
      throw error;
    }
  }
}
