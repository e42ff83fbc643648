import { NotNull } from 'kysely';
import { Database } from '../../persistence/database';
import { allRegistries, DoNotCallRegistry } from './do-not-call-registry';
import { ageInDays } from './list-day';
import { coverageOf, ListCoverage } from './list-facts';

/** Age from which an operator is told to fetch the next version. */
const WARN_FROM_DAYS = 25;

/** How a registry, or a part of it, stands. */
export interface ListState {
  readonly list: string;
  readonly name: string;
  readonly state: 'in force' | 'soon too old' | 'too old' | 'dated in the future' | 'not imported';
  /** The last day on which calls may go by it. */
  readonly lastDay?: string;
  readonly version?: {
    readonly date: string;
    readonly ageDays: number;
    readonly coverage: ListCoverage;
    readonly count: number;
    readonly importedAt: Date;
    readonly sha256: string;
  };
}

/** Every known registry with its versions in force, in the order of the data; one without any stands there as well. */
export async function findListStates(database: Database, now: Date): Promise<readonly ListState[]> {
  const rows = await database
    .selectFrom('do_not_call_lists')
    .select(['list', 'version_date', 'area_codes', 'number_count', 'imported_at', 'sha256'])
    .where('is_current', '=', true)
    .orderBy('id')
    .$narrowType<{ number_count: NotNull; imported_at: NotNull; sha256: NotNull }>()
    .execute();
  return allRegistries().flatMap((registry): ListState[] => {
    const { code: list, name, maxAgeDays } = registry;
    const versions = rows.filter((row) => row.list === list);
    if (versions.length === 0) return [{ list, name, state: 'not imported' }];
    return versions.map((row) => {
      const ageDays = ageInDays(row.version_date, now);
      const lastDay = new Date(Date.parse(row.version_date) + maxAgeDays * 86_400_000);
      return {
        list,
        name,
        state: stateOf(ageDays, registry),
        lastDay: lastDay.toISOString().slice(0, 10),
        version: {
          date: row.version_date,
          ageDays,
          coverage: coverageOf(row.area_codes),
          count: row.number_count,
          importedAt: row.imported_at,
          sha256: row.sha256,
        },
      };
    });
  });
}

function stateOf(ageDays: number, { maxAgeDays }: DoNotCallRegistry): ListState['state'] {
  if (ageDays < 0) return 'dated in the future';
  if (ageDays > maxAgeDays) return 'too old';
  return ageDays >= WARN_FROM_DAYS ? 'soon too old' : 'in force';
}
