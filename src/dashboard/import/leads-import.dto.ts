import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { NullableProperty } from '../../common/api-docs';
import { ImportFault, ImportReport } from '../../leads/import/import-report';

const FLAGS = ['true', 'false'] as const;
type Flag = (typeof FLAGS)[number];

/** How a file of leads is to be imported. */
export class LeadsImportQueryDto {
  @ApiPropertyOptional({ enum: FLAGS, description: 'Only say what would come of it' })
  @IsOptional()
  @IsIn(FLAGS)
  dryRun?: Flag;

  @ApiPropertyOptional({
    enum: FLAGS,
    description: 'Import the rows without a fault; otherwise one fault keeps all of them out',
  })
  @IsOptional()
  @IsIn(FLAGS)
  skipInvalid?: Flag;

  @ApiPropertyOptional({
    enum: FLAGS,
    description: 'Take rows that state no consent; such a lead is not called until a consent is on record',
  })
  @IsOptional()
  @IsIn(FLAGS)
  allowMissingConsent?: Flag;
}

/** A fault of a row. */
export class LeadsImportFault implements ImportFault {
  @ApiProperty({ description: 'As a spreadsheet counts: the header is row 1', example: 17 })
  readonly row: number;

  @NullableProperty(String, { example: 'Phone' })
  readonly column: string | null;

  @ApiProperty({ enum: ['duplicate', 'bad-number', 'missing-consent', 'bad-value', 'missing-column'] })
  readonly code: ImportFault['code'];

  @ApiProperty({ example: 'The phone number cannot be read' })
  readonly message: string;
}

/** What became of a file of leads. */
export class LeadsImportReport implements ImportReport {
  @ApiProperty({ description: 'Rows below the header, without blank ones', example: 1200 })
  readonly rows: number;

  @ApiProperty({ description: 'New leads', example: 1150 })
  readonly imported: number;

  @ApiProperty({ description: 'Known leads of which the file says something else', example: 30 })
  readonly updated: number;

  @ApiProperty({ example: 20 })
  readonly unchanged: number;

  @ApiProperty({ description: 'Rows with a fault', example: 0 })
  readonly rejected: number;

  @ApiProperty({ type: [LeadsImportFault], description: 'The first thousand' })
  readonly errors: readonly LeadsImportFault[];

  @ApiProperty({ description: 'Nothing was written; the numbers are of the rows without a fault' })
  readonly dryRun: boolean;
}
