import { BadRequestException, ValidationError } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';

/** One fault of a request's content: the field's path, dotted, and what is wrong with it. Never the value found. */
export class InvalidField {
  @ApiProperty({ example: 'limit' })
  readonly field: string;

  @ApiProperty({ example: 'limit must not be greater than 200' })
  readonly detail: string;
}

/** A request whose fields are unsound; becomes a 400 that names each of them. */
export class InvalidFieldsException extends BadRequestException {
  constructor(readonly fields: readonly InvalidField[]) {
    super('The request has fields that are missing or not accepted');
  }

  /** What the global validation pipe throws. */
  static from(errors: readonly ValidationError[]): InvalidFieldsException {
    return new InvalidFieldsException(errors.flatMap((error) => flatten(error, '')));
  }
}

function flatten(error: ValidationError, parent: string): InvalidField[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({ field, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, field))];
}
