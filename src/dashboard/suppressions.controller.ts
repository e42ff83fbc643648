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
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../common/api-docs';
import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { Acting, type Operator } from './access/operator';
import { NumberInPathGuard } from './number-in-path.guard';
import { OperatorGuard } from './operator.guard';
import { phoneField } from './phone-field';
import { SuppressionEntry, SuppressionPage, SuppressionRegister } from './suppressions';
import { NewSuppressionDto, SuppressionsQueryDto } from './suppressions.dto';

/** The numbers that nobody may call. They can be read and added to; there is no taking off. */
@OperatorApi('Suppressions')
@Controller('api/suppressions')
@UseGuards(NumberInPathGuard, OperatorGuard)
export class SuppressionsController {
  constructor(private readonly register: SuppressionRegister) {}

  @Get()
  @ApiOperation({ summary: 'All suppressed numbers, in their order' })
  @ApiOkResponse({ type: SuppressionPage })
  @ApiProblems({ 400: 'A field of the query or the cursor is not accepted' })
  async list(@Query() { cursor, limit }: SuppressionsQueryDto): Promise<SuppressionPage> {
    const page = await this.register.list(cursor, limit);
    if (!page) throw new InvalidFieldsException([{ field: 'cursor', detail: 'is not one that we gave' }]);
    return page;
  }

  @Get(':phone')
  @ApiOperation({ summary: 'Whether a number is suppressed, since when and why' })
  @ApiParam({ name: 'phone', description: 'In any common form', example: '+12125550134' })
  @ApiOkResponse({ type: SuppressionEntry })
  @ApiProblems({ 400: 'It is no phone number', 404: 'The number is not suppressed' })
  async find(@Param('phone') phone: string): Promise<SuppressionEntry> {
    const entry = await this.register.find(phoneField(phone));
    if (!entry) throw new NotFoundException('The number is not suppressed');
    return entry;
  }

  @Post()
  @ApiConsoleHeader()
  @ApiOperation({ summary: 'Suppress a number for good: in force once it is answered' })
  @ApiCreatedResponse({ type: SuppressionEntry })
  @ApiOkResponse({ type: SuppressionEntry, description: 'It was suppressed already: its first entry' })
  @ApiProblems({ 400: 'A field is not accepted' })
  async add(
    @Body() { phone, reason }: NewSuppressionDto,
    @Acting() { name }: Operator,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<SuppressionEntry> {
    const { entry, isNew } = await this.register.add(phoneField(phone), reason, name);
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return entry;
  }
}
