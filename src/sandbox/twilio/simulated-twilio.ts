import { Agenda } from '../agenda';
import type { Chance } from '../chance';
import { LoopbackServer, type Handler } from '../http/loopback-server';
import type { Journal } from '../journal';
import type { MediaBridge } from '../media-bridge';
import type { RecordedRequest, SandboxClock } from '../sandbox-options';
import type { DialedCall } from './dialed-call';
import { Switchboard } from './switchboard';
import { TwilioFaults } from './twilio-faults';
import { TwilioRoutes, type TwilioAccount } from './twilio-routes';

/** What the simulated Twilio is built from. */
export interface TwilioParts {
  chance: Chance;
  journal: Journal;
  clock: SandboxClock;
  stopwatchMs: () => number;
  pace: number;
  account: TwilioAccount;
  bridge: MediaBridge;
}

/** Twilio's voice API on a loopback port. Spoken to as `https://api.twilio.com` is; whoever picks up is VAPI's. */
export class SimulatedTwilio {
  readonly faults = new TwilioFaults();
  private readonly agenda: Agenda;
  private readonly board: Switchboard;
  private readonly routes: TwilioRoutes;
  private server: LoopbackServer;

  constructor(private readonly parts: TwilioParts) {
    const { bridge, chance, journal, clock, pace, account, stopwatchMs } = parts;
    this.agenda = new Agenda(clock, stopwatchMs);
    this.board = new Switchboard(bridge, this.agenda, chance, journal, clock, this.faults, pace, account);
    this.routes = new TwilioRoutes(this.board, account, this.faults);
  }

  /** Starts listening, then takes up what the journal holds unfinished. */
  async listen(port: number, control: Handler): Promise<void> {
    const handle: Handler = (request) =>
      request.segments[0] === '_sandbox' ? control(request) : this.routes.answer(request);
    this.server = await LoopbackServer.listen(port, handle, () => this.parts.clock.now());
    this.board.resume();
  }

  /** Where the API is, to be used in the place of `https://api.twilio.com`. */
  get url(): string {
    return this.server.url;
  }

  get accountSid(): string {
    return this.parts.account.accountSid;
  }

  get authToken(): string {
    return this.parts.account.authToken;
  }

  /** The account's number, E.164. */
  get number(): string {
    return this.parts.account.number;
  }

  get requests(): readonly RecordedRequest[] {
    return this.server.requests;
  }

  /** Every call ever asked for, the oldest first, with what will become of it. */
  get calls(): DialedCall[] {
    return this.board.all();
  }

  /** Whether status callbacks are under way. */
  get isDelivering(): boolean {
    return this.board.callbacks.isDelivering;
  }

  async close(): Promise<void> {
    this.agenda.close();
    this.board.callbacks.close();
    await this.server.close();
  }
}
