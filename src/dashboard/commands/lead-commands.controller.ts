import { Body, Controller, HttpCode, NotFoundException, Param, Post, UseGuards } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../../common/api-docs';
import { Acting, type Operator } from '../access/operator';
import { LeadDetail } from '../leads/lead-detail';
import { LeadsReader } from '../leads/leads-reader';
import { OperatorGuard } from '../operator.guard';
import { LeadCommands, Redial } from './lead-commands';
import { MarkDto } from './mark.dto';
import { ReasonDto } from './reason.dto';

const THERE_IS_NONE = 'There is no such lead';

/** What operators do to one lead. */
@OperatorApi('Commands')
@ApiConsoleHeader()
@Controller('api/leads')
@UseGuards(OperatorGuard)
export class LeadCommandsController {
  constructor(
    private readonly commands: LeadCommands,
    private readonly reader: LeadsReader,
  ) {}

  @Post(':id/mark')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say what the lead is, as in the Status column of the lead source' })
  @ApiParam({ name: 'id', description: "Our own id, or the lead source's" })
  @ApiOkResponse({ type: LeadDetail })
  @ApiProblems({ 404: THERE_IS_NONE, 409: 'The lead is in a call, or may not become this' })
  async mark(
    @Param('id') id: string,
    @Body() { status, reason }: MarkDto,
    @Acting() { name }: Operator,
  ): Promise<LeadDetail> {
    const marked = await this.commands.mark(name, id, status, reason);
    const lead = marked === undefined ? undefined : await this.reader.find(marked);
    if (!lead) throw new NotFoundException(THERE_IS_NONE);
    return lead;
  }

  @Post(':id/redial')
  @HttpCode(202)
  @ApiOperation({ summary: 'Make the lead due now; the gate decides when its turn comes' })
  @ApiAcceptedResponse({ type: Redial })
  @ApiParam({ name: 'id', description: "Our own id, or the lead source's" })
  @ApiProblems({ 404: THERE_IS_NONE, 409: 'It may not be called; `errors` names each rule' })
  async redial(
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
    @Acting() { name }: Operator,
  ): Promise<Redial> {
    const redial = await this.commands.redial(name, id, reason);
    if (!redial) throw new NotFoundException(THERE_IS_NONE);
    return redial;
  }
}
