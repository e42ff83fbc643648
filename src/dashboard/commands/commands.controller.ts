import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { OperatorApi } from '../../common/api-docs';
import { OperatorGuard } from '../operator.guard';
import { PageDto } from '../paging/page.dto';
import { CommandPage } from './command-page';
import { OperatorActions } from './operator-actions';

/** Who has done what to the campaign. */
@OperatorApi('Commands')
@Controller('api/commands')
@UseGuards(OperatorGuard)
export class CommandsController {
  constructor(private readonly actions: OperatorActions) {}

  @Get()
  @ApiOperation({ summary: 'The commands given, newest first' })
  @ApiOkResponse({ type: CommandPage })
  async list(@Query() { cursor, limit }: PageDto): Promise<CommandPage> {
    return await this.actions.list(limit, cursor);
  }
}
