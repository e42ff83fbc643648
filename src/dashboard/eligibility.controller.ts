import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post, UseGuards } from '@nestjs/common';
import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { Eligibility } from './eligibility';
import { EligibilityQueryDto } from './eligibility-query.dto';
import { EligibilityReader } from './eligibility-reader';
import { OperatorGuard } from './operator.guard';

/** "Why not?": whether a lead or a number may be called at this instant, what blocks it, and until when. */
@Controller('api')
@UseGuards(OperatorGuard)
export class EligibilityController {
  constructor(private readonly reader: EligibilityReader) {}

  @Get('leads/:id/eligibility')
  async ofLead(@Param('id') id: string): Promise<Eligibility> {
    const eligibility = await this.reader.ofLead(id);
    if (!eligibility) throw new NotFoundException('There is no such lead');
    return eligibility;
  }

  @Post('eligibility')
  @HttpCode(200)
  async ofNumber(@Body() query: EligibilityQueryDto): Promise<Eligibility> {
    const number = parsePhoneNumber(query.phone, query.country ?? undefined);
    if (!isPhoneNumber(number)) throw new InvalidFieldsException([{ field: 'phone', detail: number.reason }]);
    return await this.reader.ofNumber(number.e164, query);
  }
}
