import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { NumberInPathGuard } from './number-in-path.guard';
import { OperatorGuard } from './operator.guard';
import { phoneField } from './phone-field';
import { SuppressionEntry, SuppressionPage, SuppressionRegister } from './suppressions';
import { NewSuppressionDto, SuppressionsQueryDto } from './suppressions.dto';

/** The numbers that nobody may call. They can be read and added to; there is no taking off. */
@Controller('api/suppressions')
@UseGuards(NumberInPathGuard, OperatorGuard)
export class SuppressionsController {
  constructor(private readonly register: SuppressionRegister) {}

  @Get()
  async list(@Query() { cursor, limit }: SuppressionsQueryDto): Promise<SuppressionPage> {
    const page = await this.register.list(cursor, limit);
    if (!page) throw new InvalidFieldsException([{ field: 'cursor', detail: 'is not one that we gave' }]);
    return page;
  }

  @Get(':phone')
  async find(@Param('phone') phone: string): Promise<SuppressionEntry> {
    const entry = await this.register.find(phoneField(phone));
    if (!entry) throw new NotFoundException('The number is not suppressed');
    return entry;
  }

  /** 201 for a new one; 200 with the first entry for a number that was suppressed already. */
  @Post()
  async add(
    @Body() { phone, reason }: NewSuppressionDto,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<SuppressionEntry> {
    const { entry, isNew } = await this.register.add(phoneField(phone), reason);
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return entry;
  }
}
