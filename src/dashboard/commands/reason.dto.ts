import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** Why an operator does something; shown to everyone. */
export class ReasonDto {
  @ApiProperty({ minLength: 1, maxLength: 500, description: 'Shown to everyone; numbers in it are blanked' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @Matches(/^[^\0]*$/, { message: 'reason must not hold NUL characters' })
  reason: string;
}
