import { AirtableSettings } from '../config/settings';
import { ExternalApiError } from '../common/errors';
import { isMissing } from './airtable-client';
import { AirtableGateway } from './airtable-gateway';
import { MissingPart, planSetup, SetupConflict, wholePlan } from './setup-plan';

/** What became of a base. */
export interface SetupReport {
  /** Tables and columns made now. */
  readonly made: readonly MissingPart[];
  /** Tables and columns that are still missing: of a dry run, all of them. */
  readonly left: readonly MissingPart[];
  readonly conflicts: readonly SetupConflict[];
  /** The scope that the token lacks, or the base that it may not see; absent: nothing. */
  readonly lacks?: 'schema.bases:read' | 'schema.bases:write';
}

/**
 * Makes the tables and columns that an operator's base lacks, and changes or deletes nothing. Run again, it goes on where
 * it was: what is there is seen first, and what somebody else made in between is not an error.
 * @throws ExternalApiError when Airtable can't be asked, or refuses for another reason than the token's rights
 */
export async function setUpBase(
  gateway: AirtableGateway,
  settings: AirtableSettings,
  isDryRun: boolean,
): Promise<SetupReport> {
  const before = await gateway.describe();
  if (!before) {
    const { missing, conflicts } = wholePlan(settings);
    return { made: [], left: missing, conflicts, lacks: 'schema.bases:read' };
  }
  const { missing, conflicts } = planSetup(before, settings);
  if (isDryRun || missing.length === 0) return { made: [], left: missing, conflicts };
  const mayMake = await makeAll(gateway, missing);
  const after = planSetup((await gateway.describe()) ?? before, settings);
  const made = missing.flatMap((part) => withoutThose(part, after.missing));
  const lacks = mayMake ? {} : { lacks: 'schema.bases:write' as const };
  return { made, left: after.missing, conflicts: after.conflicts, ...lacks };
}

/** @returns false as soon as the token turns out not to have the right */
async function makeAll(gateway: AirtableGateway, missing: readonly MissingPart[]): Promise<boolean> {
  try {
    for (const { table, tableId, columns } of missing) {
      if (tableId === undefined) await unlessThere(() => gateway.createTable(table, columns));
      else
        for (const { name, type, options } of columns)
          await unlessThere(() => gateway.createField(tableId, name, type, options));
    }
    return true;
  } catch (error) {
    if (error instanceof ExternalApiError && isMissing(error)) return false;
    throw error;
  }
}

/** A starting service makes `CallId` itself, and an answer that was lost may have been a success. */
async function unlessThere(make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    const isTaken = error instanceof ExternalApiError && error.detail.type?.startsWith('DUPLICATE_');
    if (!isTaken) throw error;
  }
}

function withoutThose(part: MissingPart, left: readonly MissingPart[]): MissingPart[] {
  const still = new Set(left.find(({ kind }) => kind === part.kind)?.columns.map(({ name }) => name));
  const columns = part.columns.filter(({ name }) => !still.has(name));
  return columns.length > 0 ? [{ ...part, columns }] : [];
}
