import { v7 } from 'uuid';

/** Makes the ids of rows: UUIDs (36 characters) that sort by the time they were made, which keeps indexes compact. */
export class IdGenerator {
  next(): string {
    return v7();
  }
}
