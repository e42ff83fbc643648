import { Grant, History } from '../checker/dial';
import { Household } from '../scenario/household';

/** What really happened to a number, written down for the checker apart from all records of the service. */
export class Observed {
  #history: History;

  constructor({ grants, registers }: Pick<Household, 'grants' | 'registers'>) {
    this.#history = { dials: [], optOuts: [], refusals: [], revocations: [], grants, registers };
  }

  get history(): History {
    return this.#history;
  }

  dialed(at: number): void {
    this.#history = { ...this.#history, dials: [...this.#history.dials, at] };
  }

  optedOut(at: number): void {
    this.#history = { ...this.#history, optOuts: [...this.#history.optOuts, at] };
  }

  refused(at: number): void {
    this.#history = { ...this.#history, refusals: [...this.#history.refusals, at] };
  }

  revoked(at: number): void {
    this.#history = { ...this.#history, revocations: [...this.#history.revocations, at] };
  }

  granted(grant: Grant): void {
    this.#history = { ...this.#history, grants: [...this.#history.grants, grant] };
  }
}
