import { ColumnMap, ReadFields } from './column-map';
import { isRecordId } from './airtable-record';
import { COLUMNS, TableKind } from './columns';

/** Airtable fills these itself; writing one refuses the whole request. */
export const COMPUTED: ReadonlySet<string> = new Set([
  'aiText',
  'autoNumber',
  'button',
  'count',
  'createdBy',
  'createdTime',
  'externalSyncSource',
  'formula',
  'lastModifiedBy',
  'lastModifiedTime',
  'lookup',
  'multipleLookupValues',
  'rollup',
]);

/**
 * What is known about the columns of one of the operator's tables. Without the schema's scope every column is taken to
 * be there until Airtable refuses it.
 */
export class TableColumns {
  readonly map: ColumnMap;
  /** The operator's column names with their types. */
  #types: ReadonlyMap<string, string> | undefined;
  readonly #dropped = new Set<string>();
  readonly #warned = new Set<string>();

  /** @param warn told once of each column that is left out of writes, with the reason */
  constructor(
    readonly kind: TableKind,
    fieldMap: Readonly<Record<string, string>>,
    private readonly warn: (column: string, reason: string) => void,
  ) {
    this.map = new ColumnMap(COLUMNS[kind], fieldMap);
  }

  /** Replaces what was known. `undefined`: the schema can't be read. */
  learn(types: ReadonlyMap<string, string> | undefined): void {
    this.#types = types;
    if (types) this.#dropped.clear();
  }

  /** Airtable refused the operator's column as unknown. Returns whether that is news. */
  drop(operatorName: string): boolean {
    const isNews = !this.#dropped.has(operatorName);
    this.#dropped.add(operatorName);
    return isNews;
  }

  restore(operatorName: string): void {
    this.#dropped.delete(operatorName);
    this.#warned.delete(operatorName);
  }

  /** The operator's names of columns refused as unknown. */
  get dropped(): readonly string[] {
    return [...this.#dropped];
  }

  isKnownMissing(ourName: string): boolean {
    const name = this.map.operatorName(ourName);
    return this.#dropped.has(name) || (this.#types !== undefined && !this.#types.has(name));
  }

  /** Airtable's type of the column; `undefined` when it is missing or the schema can't be read. */
  type(ourName: string): string | undefined {
    return this.#types?.get(this.map.operatorName(ourName));
  }

  /** Our fields as the operator's, without those that the table can't take. */
  writable(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const taken = Object.entries(fields).filter(([name, value]) => {
      const reason = this.obstacle(name, value);
      if (reason !== undefined) this.warnOnce(this.map.operatorName(name), reason);
      return reason === undefined;
    });
    return this.map.toOperator(
      Object.fromEntries(taken.map(([name, value]) => [name, this.formed(name, value)])),
    );
  }

  readable(fields: Readonly<Record<string, unknown>>): ReadFields {
    return this.map.fromOperator(fields);
  }

  private obstacle(ourName: string, value: unknown): string | undefined {
    if (this.isKnownMissing(ourName)) return 'the table has no such column';
    const type = this.type(ourName);
    if (type !== undefined && COMPUTED.has(type)) return `Airtable fills it itself (${type})`;
    // With typecast, any other text would make a new record in the linked table.
    const isStrayLink = type === 'multipleRecordLinks' && typeof value === 'string' && !isRecordId(value);
    return isStrayLink ? 'it links to records and the value is not one' : undefined;
  }

  private formed(ourName: string, value: unknown): unknown {
    return this.type(ourName) === 'multipleRecordLinks' && typeof value === 'string' ? [value] : value;
  }

  private warnOnce(operatorName: string, reason: string): void {
    if (this.#warned.has(operatorName)) return;
    this.#warned.add(operatorName);
    this.warn(operatorName, reason);
  }
}
