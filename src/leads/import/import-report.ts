/** Why a row is not imported, for machines; `message` says it to people. No cell is quoted. */
export interface ImportFault {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly column: string | null;
  readonly code: 'duplicate' | 'bad-number' | 'missing-consent' | 'bad-value' | 'missing-column';
  readonly message: string;
}

/** What became of a file of leads. */
export interface ImportReport {
  /** Rows below the header, without blank ones. */
  readonly rows: number;
  /** New leads. */
  readonly imported: number;
  /** Leads that were known and of which the file says something else. */
  readonly updated: number;
  readonly unchanged: number;
  /** Rows with a fault. */
  readonly rejected: number;
  /** The first thousand, by row. */
  readonly errors: readonly ImportFault[];
  /** Nothing was written: the numbers say what the rows without a fault would come to. */
  readonly dryRun: boolean;
}

/** Faults that are told; all are counted. */
const MOST_FAULTS = 1_000;

/** Gathers faults, in bounded memory. */
export class FaultList {
  #rows = 0;
  readonly #first: ImportFault[] = [];

  /** @param faults of one row */
  add(faults: readonly ImportFault[]): void {
    if (faults.length > 0) this.#rows += 1;
    if (this.#first.length < MOST_FAULTS) this.#first.push(...faults);
  }

  /** Faults of the header, by which no row can be read. */
  addHeader(faults: readonly ImportFault[]): void {
    this.#first.push(...faults);
  }

  /** How many rows have a fault. */
  get rows(): number {
    return this.#rows;
  }

  /** The first faults of this and another list, by row. */
  with(other: FaultList): readonly ImportFault[] {
    return [...this.#first, ...other.#first].toSorted((one, two) => one.row - two.row).slice(0, MOST_FAULTS);
  }
}
