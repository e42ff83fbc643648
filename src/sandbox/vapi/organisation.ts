import type { Chance } from '../chance';
import { objectOf, type JsonObject } from '../http/json';
import type { Journal } from '../journal';
import type { SandboxClock } from '../sandbox-options';
import { ownPhoneNumbers, type OwnPhoneNumber } from './phone-number';

/** What the simulated VAPI account owns: its key, phone numbers and saved assistants. */
export class Organisation {
  readonly id: string;
  readonly apiKey: string;
  readonly phoneNumbers: readonly [OwnPhoneNumber, OwnPhoneNumber];
  private readonly assistants = new Map<string, JsonObject>();

  constructor(
    private readonly chance: Chance,
    private readonly journal: Journal,
    private readonly clock: SandboxClock,
  ) {
    const founded = new Date('2026-01-05T09:00:00.000Z');
    this.id = chance.uuid(founded, 'organisation');
    this.apiKey = chance.uuid(founded, 'key');
    this.phoneNumbers = ownPhoneNumbers(chance, this.id);
    for (const [id, assistant] of journal.load('vapi-assistant'))
      this.assistants.set(id, objectOf(assistant));
  }

  phoneNumber(id: string | undefined): OwnPhoneNumber | undefined {
    return this.phoneNumbers.find((own) => own.id === id);
  }

  assistant(id: string): JsonObject | undefined {
    return this.assistants.get(id);
  }

  allAssistants(): JsonObject[] {
    return [...this.assistants.values()];
  }

  /** Keeps an assistant as one made in VAPI's dashboard. @returns its id */
  saveAssistant(definition: JsonObject): string {
    const at = this.clock.now();
    const id = this.chance.uuid(at, 'assistant', this.assistants.size);
    const times = { createdAt: at.toISOString(), updatedAt: at.toISOString() };
    this.assistants.set(id, { ...definition, id, orgId: this.id, ...times });
    this.journal.write('vapi-assistant', id, this.assistants.get(id));
    return id;
  }
}
