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
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { DeliveryEntry, DeliveryPage, DeliveryRegister } from '../automation/delivery-register';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../common/api-docs';
import { Database } from '../persistence/database';
import { Acting, type Operator } from './access/operator';
import { OperatorActions } from './commands/operator-actions';
import { DeliveriesQueryDto } from './deliveries.dto';
import { OperatorGuard } from './operator.guard';

/** What was posted to the automation, what waits, and what has come to nothing. */
@OperatorApi('Automation')
@Controller('api/automation/deliveries')
@UseGuards(OperatorGuard)
export class DeliveriesController {
  constructor(
    private readonly database: Database,
    private readonly register: DeliveryRegister,
    private readonly actions: OperatorActions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Deliveries, newest first' })
  @ApiOkResponse({ type: DeliveryPage })
  @ApiProblems({ 400: 'A field of the query or the cursor is not accepted' })
  async list(@Query() { state, cursor, limit }: DeliveriesQueryDto): Promise<DeliveryPage> {
    return await this.register.list(state, limit, cursor);
  }

  @Post(':id/redeliver')
  @HttpCode(202)
  @ApiConsoleHeader()
  @ApiOperation({ summary: 'Post it once more' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiAcceptedResponse({ type: DeliveryEntry, description: 'As it now waits' })
  @ApiProblems({ 404: 'There is no such delivery', 409: 'It is on its way already' })
  async redeliver(@Param('id') id: string, @Acting() { name: who }: Operator): Promise<DeliveryEntry> {
    const delivery = isUUID(id) ? await this.again(id, who) : undefined;
    if (!delivery) throw new NotFoundException('There is no such delivery');
    if (delivery === 'pending') throw new ConflictException('The delivery is on its way already');
    return delivery;
  }

  private async again(id: string, who: string): Promise<DeliveryEntry | 'pending' | undefined> {
    return await this.database.transaction().execute(async (transaction) => {
      const delivery = await this.register.redeliver(id, transaction);
      if (typeof delivery === 'object') {
        await this.actions.record(transaction, { who, command: 'redeliver', subject: delivery.callId });
      }
      return delivery;
    });
  }
}
