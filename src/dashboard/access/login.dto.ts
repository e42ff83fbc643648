import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { OPERATOR_NAME } from './operator';

export class LoginDto {
  /** `ADMIN_TOKEN`. */
  @ApiProperty({ format: 'password' })
  @IsString()
  token: string;

  /** Who acts: shown beside each command. */
  @ApiProperty({ minLength: 1, maxLength: 60 })
  @IsString()
  @Matches(OPERATOR_NAME, { message: 'name must be 1 to 60 characters on one line' })
  @Matches(/\S/, { message: 'name must not be blank' })
  name: string;
}
