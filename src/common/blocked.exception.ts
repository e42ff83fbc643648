import { ConflictException } from '@nestjs/common';
import { InvalidField } from './invalid-fields.exception';

/** What cannot be done as things stand, with each thing that stands in the way; becomes a 409 that names them. */
export class BlockedException extends ConflictException {
  /** @param blocks `field`: the rule; `detail`: what it says, in plain words */
  constructor(
    message: string,
    readonly blocks: readonly InvalidField[],
  ) {
    super(message);
  }
}
