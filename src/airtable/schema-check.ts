import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { ExternalApiError } from '../common/errors';
import { ExternalApis } from '../common/external-apis';
import { AirtableSettings } from '../config/settings';
import { UnknownFieldError } from './airtable-errors';
import { AirtableGateway } from './airtable-gateway';
import { AirtableTable } from './airtable-record';
import { ReadFields } from './column-map';
import { TableKind } from './columns';
import { columnFaults, missingTable, SchemaFault, strangeMappings } from './schema-faults';
import { TableColumns } from './table-columns';

/** Real time until the base is looked at again: soon while it keeps us from working; its requests count, too. */
const RECHECK_MS = { failed: 5_000, notReady: 120_000, incomplete: 3_600_000 };
const KINDS: readonly TableKind[] = ['leads', 'calls'];

/**
 * Whether the operator's tables have the columns that we need, and which they lack. Looked at when first asked, after
 * Airtable refused a column as unknown, and now and then while something is missing; a base that is as it should be is
 * not looked at again.
 */
@Injectable()
export class AirtableSchema {
  readonly #logger = new Logger(AirtableSchema.name);
  readonly #tables: Readonly<Record<TableKind, TableColumns>>;
  readonly #ready: Record<TableKind, boolean> = { leads: false, calls: false };
  /** As the metadata API last had it; `undefined` without the scope. */
  #described: readonly AirtableTable[] | undefined;
  /** `undefined`: all is well, no need to look again. */
  #checkDueAt: Date | undefined = new Date(0);
  #checking: Promise<void> | undefined;

  constructor(
    private readonly gateway: AirtableGateway,
    private readonly settings: AirtableSettings,
    private readonly apis: ExternalApis,
    private readonly clock: Clock,
  ) {
    this.#tables = { leads: this.columnsOf('leads'), calls: this.columnsOf('calls') };
  }

  /**
   * True when the indispensable columns are there, of one table or of both. While Airtable is away: what was true
   * before, false at the start. The reason for a no stands in {@link ExternalApis}. Where Airtable is not used, no.
   */
  async ready(kind?: TableKind): Promise<boolean> {
    if (!this.settings.isUsed) return false;
    if (this.#checkDueAt !== undefined && this.clock.now() >= this.#checkDueAt) {
      try {
        await this.check();
      } catch (error) {
        if (!(error instanceof ExternalApiError)) throw error;
        this.lookAgainIn(RECHECK_MS.failed);
      }
    }
    return (kind ? [kind] : KINDS).every((one) => this.#ready[one]);
  }

  /** Looks at the base now. @throws ExternalApiError */
  async check(): Promise<void> {
    this.#checking ??= this.look().finally(() => (this.#checking = undefined));
    await this.#checking;
  }

  /** Our fields under the operator's names, without those that the table can't take; one warning for each of them. */
  writable(kind: TableKind, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#tables[kind].writable(fields);
  }

  /** A record's fields under our names, and the operator's further columns under theirs. */
  readable(kind: TableKind, fields: Readonly<Record<string, unknown>>): ReadFields {
    return this.#tables[kind].readable(fields);
  }

  /** The operator's name for one of our columns. */
  columnName(kind: TableKind, ourName: string): string {
    return this.#tables[kind].map.operatorName(ourName);
  }

  /** Airtable's type of one of our columns; `undefined` when it is missing or can't be known. */
  columnType(kind: TableKind, ourName: string): string | undefined {
    return this.#tables[kind].type(ourName);
  }

  /** Airtable refused this column of the operator's as unknown: it is left out from now on. Returns whether it is news. */
  dropColumn(kind: TableKind, operatorName: string): boolean {
    const isNews = this.#tables[kind].drop(operatorName);
    if (isNews) this.conclude();
    if (isNews) this.lookAgainIn(0);
    return isNews;
  }

  tableName(kind: TableKind): string {
    return kind === 'leads' ? this.settings.leadsTable : this.settings.callsTable;
  }

  private async look(): Promise<void> {
    let tables = await this.gateway.describe();
    if (tables && (await this.madeCallId(tables))) tables = await this.gateway.describe();
    this.#described = tables;
    for (const kind of KINDS) {
      const table = this.find(kind);
      this.#tables[kind].learn(table && new Map(table.fields.map(({ name, type }) => [name, type])));
      if (!tables) await this.probeDropped(kind);
    }
    this.conclude();
  }

  /** Reports what is wrong and decides when to look again. */
  private conclude(): void {
    const all: SchemaFault[] = strangeMappings(this.settings.fieldMap);
    for (const kind of KINDS) {
      const faults = this.faultsOf(kind);
      this.#ready[kind] = !faults.some(({ isFatal }) => isFatal);
      all.push(...faults);
    }
    const isReady = KINDS.every((kind) => this.#ready[kind]);
    const dropsAny = KINDS.some((kind) => this.#tables[kind].dropped.length > 0);
    if (all.length === 0 && !dropsAny) this.#checkDueAt = undefined;
    else this.lookAgainIn(isReady ? RECHECK_MS.incomplete : RECHECK_MS.notReady);
    if (all.length === 0) {
      if (this.apis.clear('airtable', 'columns'))
        this.#logger.log('The tables and columns in Airtable are as they should be');
      return;
    }
    const message = all.map((fault) => fault.message).join(' ');
    if (
      !this.apis.report('airtable', 'columns', { message, since: this.clock.now(), needsOperator: !isReady })
    )
      return;
    if (isReady) this.#logger.warn(message);
    else this.#logger.error(message);
  }

  private lookAgainIn(realMs: number): void {
    this.#checkDueAt = new Date(this.clock.now().getTime() + realMs * this.clock.speed);
  }

  private faultsOf(kind: TableKind): SchemaFault[] {
    const table = this.find(kind);
    const names = this.#described?.map(({ name }) => name);
    if (names && !table) return [missingTable(kind, this.tableName(kind), names)];
    return columnFaults(this.#tables[kind], this.tableName(kind), table);
  }

  /** Makes the key column of the call log if the token may; returns whether the base may look different now. */
  private async madeCallId(tables: readonly AirtableTable[]): Promise<boolean> {
    const table = this.find('calls', tables);
    const name = this.columnName('calls', 'CallId');
    if (!table || table.fields.some((field) => field.name === name)) return false;
    try {
      await this.gateway.createField(table.id, name, 'singleLineText');
      this.#logger.log(`Added the column ${name} to table ${table.name}`);
      return true;
    } catch (error) {
      if (!(error instanceof ExternalApiError) || error.retryable) throw error;
      // 422: another replica may have made it a moment ago.
      return error.detail.status === 422;
    }
  }

  /** Without the schema's scope, asking for a column is the only way to learn that it has been added. */
  private async probeDropped(kind: TableKind): Promise<void> {
    for (const name of this.#tables[kind].dropped) {
      try {
        const pages = this.gateway.list(this.tableName(kind), { fields: [name], formula: 'FALSE()' });
        await pages[Symbol.asyncIterator]().next();
        this.#tables[kind].restore(name);
      } catch (error) {
        if (!(error instanceof UnknownFieldError)) throw error;
      }
    }
  }

  private find(kind: TableKind, tables = this.#described): AirtableTable | undefined {
    const wanted = this.tableName(kind);
    return tables?.find(({ id, name }) => name === wanted || id === wanted);
  }

  private columnsOf(kind: TableKind): TableColumns {
    return new TableColumns(kind, this.settings.fieldMap, (column, reason) =>
      this.#logger.warn(`Column ${column} of table ${this.tableName(kind)} is left out of writes: ${reason}`),
    );
  }
}
