import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../common/api-docs';
import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { Eligibility } from './eligibility';
import { EligibilityQueryDto } from './eligibility-query.dto';
import { EligibilityReader } from './eligibility-reader';
import { OperatorGuard } from './operator.guard';

/** "Why not?": whether a lead or a number may be called at this instant, what blocks it, and until when. */
@OperatorApi('Eligibility')
@Controller('api')
@UseGuards(OperatorGuard)
export class EligibilityController {
  constructor(private readonly reader: EligibilityReader) {}

  @Get('leads/:id/eligibility')
  @ApiOperation({ summary: 'Whether a lead may be called now, and if not, why and until when' })
  @ApiParam({ name: 'id', description: "Our own id, or the lead source's" })
  @ApiOkResponse({ type: Eligibility })
  @ApiProblems({ 404: 'There is no such lead' })
  async ofLead(@Param('id') id: string): Promise<Eligibility> {
    const eligibility = await this.reader.ofLead(id);
    if (!eligibility) throw new NotFoundException('There is no such lead');
    return eligibility;
  }

  @Post('eligibility')
  @HttpCode(200)
  @ApiConsoleHeader()
  @ApiOperation({ summary: 'The same of a number, for other systems: nothing is recorded' })
  @ApiOkResponse({ type: Eligibility })
  @ApiProblems({ 400: 'A field is not accepted' })
  async ofNumber(@Body() query: EligibilityQueryDto): Promise<Eligibility> {
    const number = parsePhoneNumber(query.phone, query.country ?? undefined);
    if (!isPhoneNumber(number)) throw new InvalidFieldsException([{ field: 'phone', detail: number.reason }]);
    return await this.reader.ofNumber(number.e164, query);
  }
}
