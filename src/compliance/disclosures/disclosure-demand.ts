import { CampaignSettings } from '../../config/settings';
import { Confidence } from '../jurisdiction';

/** What a person who is called is to be told. */
export const DISCLOSURES = [
  'caller-name',
  'seller-name',
  'sales-purpose',
  'artificial-voice',
  'recording',
  'opt-out',
  'callback-number',
] as const;

export type DemandedDisclosure = (typeof DISCLOSURES)[number];

/** One rule of one place, or of our own practice, that demands it. */
export interface DisclosureSource {
  /** A jurisdiction's code; `*` for what we say everywhere. */
  readonly jurisdiction: string;
  readonly citation: string;
  /** `practice`: no law is known to ask for it there. */
  readonly confidence: Confidence | 'practice';
  /** As {@link DisclosureDemand.withinSeconds}, by this rule alone. */
  readonly withinSeconds?: number;
}

/** What must be said in a call, by the strictest of all rules that bind it. */
export interface DisclosureDemand {
  readonly disclosure: DemandedDisclosure;
  /** In the opening, or anywhere in the call. */
  readonly during: 'opening' | 'call';
  /** From the beginning of the call; 0 is "at once". Undefined: no rule counts seconds. */
  readonly withinSeconds: number | undefined;
  /** From when it has been said for whom the call is. */
  readonly withinSecondsOfIdentity: number | undefined;
  /** Whether it must be said once more before goodbye. */
  readonly repeatAtEnd: boolean;
  readonly sources: readonly DisclosureSource[];
}

/** A row of the data: what one rule demands in the places where it holds. */
export interface DisclosureRule {
  /** Codes of jurisdictions; `*` for all. */
  readonly where: readonly string[];
  readonly say: readonly DemandedDisclosure[];
  readonly during: DisclosureDemand['during'];
  /** The only purpose for which it is demanded; undefined for all. */
  readonly purpose: CampaignSettings['purpose'] | undefined;
  readonly withinSeconds: number | undefined;
  readonly withinSecondsOfIdentity: number | undefined;
  readonly repeatAtEnd: boolean;
  readonly citation: string;
  readonly confidence: DisclosureSource['confidence'];
}
