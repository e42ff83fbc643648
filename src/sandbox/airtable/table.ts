/** One column. `options` as the metadata API gives them (select choices, number precision, …). */
export interface Field {
  id: string;
  name: string;
  type: string;
  description?: string;
  options?: Record<string, unknown>;
}

export interface Choice {
  id: string;
  name: string;
  color?: string;
}

export interface Table {
  id: string;
  name: string;
  description?: string;
  primaryFieldId: string;
  fields: Field[];
  views: { id: string; name: string; type: string }[];
}

/** One row. Cells are keyed by field id and absent when empty. Instants are ISO 8601. */
export interface Row {
  id: string;
  createdAt: string;
  cells: Record<string, unknown>;
  /** When each cell last changed by an edit after creation; by field id. */
  changedAt: Record<string, string>;
}

/** A field by name or id. */
export function findField(table: Table, nameOrId: string): Field | undefined {
  return table.fields.find(({ id, name }) => name === nameOrId || id === nameOrId);
}

/** The choices of a select field; none for other fields. */
export function choicesOf(field: Field): Choice[] {
  const choices: unknown = field.options?.choices;
  return Array.isArray(choices) ? (choices as Choice[]) : [];
}

/** When a row last changed: at its creation if it never did. */
export function lastModifiedAt(row: Row, fieldIds?: readonly string[]): string {
  const changes = Object.entries(row.changedAt).filter(
    ([id]) => fieldIds === undefined || fieldIds.includes(id),
  );
  return changes.reduce((latest, [, at]) => (at > latest ? at : latest), row.createdAt);
}
