import { parseInstant } from '../../config/checks';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WITHOUT_OFFSET = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)$/;
const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}.*)$/;

/**
 * Reads a day (its midnight in UTC) or an instant as ISO 8601 has it, with `T` or a space between; one without an offset is
 * taken for UTC. `03/04/2026` is not read: it is a day in March to some and one in April to others.
 */
export function readImportInstant(text: string): Date | undefined {
  if (DAY.test(text)) return parseInstant(`${text}T00:00:00Z`);
  const bare = WITHOUT_OFFSET.exec(text);
  if (bare) return parseInstant(`${bare[1]}T${bare[2]}Z`);
  const spaced = WITH_OFFSET.exec(text);
  return parseInstant(spaced ? `${spaced[1]}T${spaced[2]}` : text);
}
