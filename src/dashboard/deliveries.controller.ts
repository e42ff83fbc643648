import {
  ConflictException,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DeliveryEntry, DeliveryPage, DeliveryRegister } from '../automation/delivery-register';
import { DeliveriesQueryDto } from './deliveries.dto';
import { OperatorGuard } from './operator.guard';

/** What was posted to the automation, what waits, and what has come to nothing. */
@Controller('api/automation/deliveries')
@UseGuards(OperatorGuard)
export class DeliveriesController {
  constructor(private readonly register: DeliveryRegister) {}

  /** Newest first. */
  @Get()
  async list(@Query() { state, cursor, limit }: DeliveriesQueryDto): Promise<DeliveryPage> {
    return await this.register.list(state, limit, cursor);
  }

  /** 202 with the delivery as it now waits; 409 for one that is on its way already. */
  @Post(':id/redeliver')
  @HttpCode(202)
  async redeliver(@Param('id') id: string): Promise<DeliveryEntry> {
    const delivery = isUUID(id) ? await this.register.redeliver(id) : undefined;
    if (!delivery) throw new NotFoundException('There is no such delivery');
    if (delivery === 'pending') throw new ConflictException('The delivery is on its way already');
    return delivery;
  }
}
