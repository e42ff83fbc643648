import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DELIVERY_STATES, type DeliveryState } from '../automation/delivery';

export class DeliveriesQueryDto {
  /** Unset: all. */
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;

  /** From `nextCursor` of the page before. */
  @IsOptional()
  @IsUUID(undefined, { message: 'cursor must be one that we gave' })
  cursor?: string;

  /** Deliveries in a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
}
