import { Controller, Get, NotFoundException, Param, Query, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces } from '@nestjs/swagger';
import { ApiProblems, OperatorApi } from '../../common/api-docs';
import { OperatorGuard } from '../operator.guard';
import { csvFile } from '../paging/csv';
import { CallDetail } from './call-detail';
import { CallPage } from './call-summary';
import { CALL_CSV_COLUMNS, CallTable } from './call-table';
import { CallFilterDto, CallsQueryDto, filterOf } from './calls.dto';
import { CallsReader } from './calls-reader';

/** The campaign's calls: as a list, one by one, and to take away. */
@OperatorApi('Calls')
@Controller('api')
@UseGuards(OperatorGuard)
export class CallsController {
  constructor(
    private readonly reader: CallsReader,
    private readonly table: CallTable,
  ) {}

  @Get('calls')
  @ApiOperation({ summary: 'Calls, newest first' })
  @ApiOkResponse({ type: CallPage })
  @ApiProblems({ 400: 'A field of the query or the cursor is not accepted' })
  async list(@Query() query: CallsQueryDto): Promise<CallPage> {
    return await this.reader.page(filterOf(query), query.limit, query.cursor);
  }

  @Get('calls.csv')
  @ApiOperation({ summary: 'All calls that match, as a file with the columns of the Calls table' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'Numbers are whole', schema: { type: 'string' } })
  @ApiProblems({ 400: 'A field of the query is not accepted' })
  export(@Query() query: CallFilterDto): StreamableFile {
    return csvFile('calls.csv', CALL_CSV_COLUMNS, this.table.rows(filterOf(query)));
  }

  @Get('calls/:id')
  @ApiOperation({ summary: 'One call, with what was said and why it was lawful' })
  @ApiParam({ name: 'id', description: "The provider's id" })
  @ApiOkResponse({ type: CallDetail })
  @ApiProblems({ 404: 'There is no such call' })
  async find(@Param('id') id: string): Promise<CallDetail> {
    const call = await this.reader.find(id);
    if (!call) throw new NotFoundException('There is no such call');
    return call;
  }
}
