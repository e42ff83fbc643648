import { Column } from './columns';

export { CALL_COLUMNS, LEAD_COLUMNS } from './columns';

/** A record's cells under our names, and the operator's further columns under theirs. */
export interface ReadFields {
  readonly known: Record<string, unknown>;
  readonly further: Record<string, unknown>;
}

/** Our column names to the operator's and back, for one table. Pure. */
export class ColumnMap {
  readonly #ours: ReadonlyMap<string, string>;

  constructor(
    columns: readonly Column[],
    private readonly fieldMap: Readonly<Record<string, string>>,
  ) {
    this.#ours = new Map(columns.map(({ name }) => [this.operatorName(name), name]));
  }

  operatorName(ourName: string): string {
    return Object.hasOwn(this.fieldMap, ourName) ? (this.fieldMap[ourName] ?? ourName) : ourName;
  }

  /** Ours, or the operator's own name where the column isn't one of the contract's. */
  ourName(operatorName: string): string {
    return this.#ours.get(operatorName) ?? operatorName;
  }

  isMapped(ourName: string): boolean {
    return this.operatorName(ourName) !== ourName;
  }

  toOperator(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [this.operatorName(name), value]),
    );
  }

  /** A column that bears one of our names without being the one mapped to it is a further column. */
  fromOperator(fields: Readonly<Record<string, unknown>>): ReadFields {
    const read: ReadFields = { known: {}, further: {} };
    for (const [name, value] of Object.entries(fields)) {
      const ours = this.#ours.get(name);
      if (ours === undefined) read.further[name] = value;
      else read.known[ours] = value;
    }
    return read;
  }
}
