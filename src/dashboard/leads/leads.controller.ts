import { Controller, Get, NotFoundException, Param, Query, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces } from '@nestjs/swagger';
import { ApiProblems, OperatorApi } from '../../common/api-docs';
import { OperatorGuard } from '../operator.guard';
import { csvFile } from '../paging/csv';
import { LeadDetail } from './lead-detail';
import { LeadPage } from './lead-summary';
import { LEAD_CSV_COLUMNS, LeadTable } from './lead-table';
import { filterOf, LeadFilterDto, LeadsQueryDto } from './leads.dto';
import { LeadsReader } from './leads-reader';

/** The campaign's leads: as a list, one by one, and to take away. */
@OperatorApi('Leads')
@Controller('api')
@UseGuards(OperatorGuard)
export class LeadsController {
  constructor(
    private readonly reader: LeadsReader,
    private readonly table: LeadTable,
  ) {}

  @Get('leads')
  @ApiOperation({ summary: 'Leads, in the order in which they were first read' })
  @ApiOkResponse({ type: LeadPage })
  @ApiProblems({ 400: 'A field of the query or the cursor is not accepted' })
  async list(@Query() query: LeadsQueryDto): Promise<LeadPage> {
    return await this.reader.page(filterOf(query), query.limit, query.cursor);
  }

  @Get('leads.csv')
  @ApiOperation({ summary: 'All leads that match, as a file with the columns of the leads table' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'Numbers are whole', schema: { type: 'string' } })
  @ApiProblems({ 400: 'A field of the query is not accepted' })
  export(@Query() query: LeadFilterDto): StreamableFile {
    return csvFile('leads.csv', LEAD_CSV_COLUMNS, this.table.rows(filterOf(query)));
  }

  @Get('leads/:id')
  @ApiOperation({ summary: 'One lead, with all that has happened to it' })
  @ApiParam({ name: 'id', description: "Our own id, or the lead source's" })
  @ApiOkResponse({ type: LeadDetail })
  @ApiProblems({ 404: 'There is no such lead' })
  async find(@Param('id') id: string): Promise<LeadDetail> {
    const lead = await this.reader.find(id);
    if (!lead) throw new NotFoundException('There is no such lead');
    return lead;
  }
}
