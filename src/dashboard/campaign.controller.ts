import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { OperatorApi } from '../common/api-docs';
import { CampaignState, CampaignStates } from './campaign-state';
import { OperatorGuard } from './operator.guard';

/** How the campaign stands. */
@OperatorApi('Campaign')
@Controller('api/campaign')
@UseGuards(OperatorGuard)
export class CampaignController {
  constructor(private readonly states: CampaignStates) {}

  @Get()
  @ApiOperation({ summary: 'Whether it is running, and if not, why; what has happened today' })
  @ApiOkResponse({ type: CampaignState })
  async state(): Promise<CampaignState> {
    return await this.states.read();
  }
}
