import { Consent, ConsentLevel } from '../../src/compliance/consents/consent';
import { CallFacts } from '../../src/compliance/rule-context';
import { Campaign, Grant } from '../checker/dial';
import { Household } from '../scenario/household';

/** One line of the journal; instants in epoch ms. */
type Entry =
  | { readonly kind: 'dialing' | 'not-placed' | 'suppressed' | 'refused' | 'revoked'; readonly at: number }
  | { readonly kind: 'granted'; readonly at: number; readonly grant: Grant };

/**
 * The service's records of one number, as its tables hold them: a journal, and what follows from it. A restart throws
 * away all but the journal. A call is written down before it is placed, so one in doubt counts.
 */
export class Records {
  readonly #journal: Entry[] = [];
  #dials: Date[] = [];
  #grants: Consent[] = [];
  #isSuppressed = false;
  #refusedAt: Date | undefined;
  #revokedAt: Date | undefined;

  constructor(private readonly household: Household) {
    for (const grant of household.grants) this.write({ kind: 'granted', at: grant.recordedAt, grant });
  }

  write(entry: Entry): void {
    this.#journal.push(entry);
    this.take(entry);
  }

  restart(): void {
    this.#dials = [];
    this.#grants = [];
    this.#isSuppressed = false;
    this.#refusedAt = undefined;
    this.#revokedAt = undefined;
    for (const entry of this.#journal) this.take(entry);
  }

  factsAt(at: number, campaign: Campaign): CallFacts {
    const inForce = new Map<string, Campaign['lists'][number]>();
    for (const version of campaign.lists) if (version.importedAt <= at) inForce.set(version.list, version);
    return {
      suppressed: this.#isSuppressed,
      recentDialsAt: this.#dials,
      lastRefusalAt: this.#refusedAt,
      consents: { grants: this.#grants, revokedAt: this.#revokedAt },
      lists: Array.from(inForce.values(), ({ list, date, areaCodes }) => ({
        list,
        versionDate: date,
        coverage: areaCodes === 'all' ? 'whole' : areaCodes,
        listed: this.household.registers.includes(list),
      })),
    };
  }

  private take(entry: Entry): void {
    const at = new Date(entry.at);
    switch (entry.kind) {
      case 'dialing':
        this.#dials = [...this.#dials, at];
        break;
      case 'not-placed':
        // Only the last: two leads of the number may have been dialed at the same instant.
        this.#dials = this.#dials.toSpliced(
          this.#dials.findLastIndex((dial) => +dial === entry.at),
          1,
        );
        break;
      case 'suppressed':
        this.#isSuppressed = true;
        break;
      case 'refused':
        this.#refusedAt = at;
        break;
      case 'revoked':
        this.#revokedAt = at;
        break;
      case 'granted':
        this.#grants = [...this.#grants, consentOf(entry.grant)];
        break;
    }
  }
}

function consentOf({ level, seller, purpose, channel, givenAt, expiresAt }: Grant): Consent {
  return {
    level: isLevel(level) ? level : 'none',
    seller,
    purpose,
    channel,
    givenAt: dateOf(givenAt),
    expiresAt: dateOf(expiresAt),
    origin: 'import',
  };
}

function isLevel(text: string): text is ConsentLevel {
  return text === 'express' || text === 'express_written';
}

function dateOf(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}
