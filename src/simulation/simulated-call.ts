import { Ruling } from '../compliance/decide';
import { LeadStatus } from '../leads/lead-status';
import { CallerTurn } from './caller-use';
import { Intervention } from './intervention';
import { CallCourse } from './outcome-model';

/** An attempt of a simulated campaign, from its reservation to its outcome. */
export interface SimulatedCall {
  readonly lead: number;
  readonly slot: number;
  readonly phone: string;
  /** Which attempt of the lead it is, from 1 on. */
  readonly attempt: number;
  readonly statusBefore: LeadStatus;
  readonly turn: CallerTurn | undefined;
  ruling: Ruling;
  ruledAt: Date;
  /** How much had been changed from outside when the ruling was made. */
  ruledAtChange: number;
  isOpen: boolean;
  providerFault: boolean | null;
  placedAt: Date;
  course: CallCourse | undefined;
  isConcluded: boolean;
}

/** What happens in a simulated campaign at an instant. */
export type SimulationEvent =
  | { readonly kind: 'dial' | 'hang-up' | 'take-over'; readonly call: SimulatedCall }
  | { readonly kind: 'report'; readonly call: SimulatedCall; readonly overAtMs: number }
  | { readonly kind: 'intervene'; readonly intervention: Intervention };
