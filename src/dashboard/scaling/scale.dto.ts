import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { ReasonDto } from '../commands/reason.dto';

const MOST = 20;

export class ScaleDto extends ReasonDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MOST, description: '0 also ends the console' })
  @IsInt()
  @Min(0)
  @Max(MOST)
  replicas: number;
}

export class ScalingView {
  @ApiProperty({ description: 'Whether `KUBERNETES_SCALING` is set' })
  readonly enabled: boolean;

  @ApiPropertyOptional({ type: 'integer', description: 'Wished for' })
  readonly replicas?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Pods that there are' })
  readonly ready?: number;

  @ApiPropertyOptional({ description: 'Of the Deployment', example: 'laura' })
  readonly name?: string;
}
