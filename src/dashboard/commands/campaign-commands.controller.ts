import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../../common/api-docs';
import { Acting, type Operator } from '../access/operator';
import { CampaignState, CampaignStates } from '../campaign-state';
import { OperatorGuard } from '../operator.guard';
import { Ending } from './calls-in-hand';
import { CampaignCommands } from './campaign-commands';
import { LimitsDto } from './limits.dto';
import { ReasonDto } from './reason.dto';

/** Starts, holds, bounds and stops the dialing. */
@OperatorApi('Commands')
@ApiConsoleHeader()
@Controller('api/campaign')
@UseGuards(OperatorGuard)
export class CampaignCommandsController {
  constructor(
    private readonly commands: CampaignCommands,
    private readonly states: CampaignStates,
  ) {}

  @Post('pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'No dial begins on any replica once this is answered; calls that are up go on' })
  @ApiOkResponse({ description: 'The state of the campaign' })
  async pause(@Body() { reason }: ReasonDto, @Acting() { name }: Operator): Promise<CampaignState> {
    await this.commands.pause(name, reason);
    return await this.states.read();
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: "End the operator's pause" })
  @ApiOkResponse({ description: 'The state of the campaign' })
  async resume(@Body() { reason }: ReasonDto, @Acting() { name }: Operator): Promise<CampaignState> {
    await this.commands.resume(name, reason);
    return await this.states.read();
  }

  /** Answers once every call is ended, or after half a minute with those that could not be. */
  @Post('stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause, and end every call in hand' })
  @ApiOkResponse({ description: 'The state, how many calls were ended and how many could not be' })
  async stop(
    @Body() { reason }: ReasonDto,
    @Acting() { name }: Operator,
  ): Promise<Ending & { readonly state: CampaignState }> {
    const { ended, failed } = await this.commands.stop(name, reason);
    return { state: await this.states.read(), ended, failed };
  }

  @Post('limits')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fewer lines, or a lower dial rate, than configured; null: as configured' })
  @ApiOkResponse({ description: 'The state of the campaign' })
  @ApiProblems({ 422: 'More than is configured' })
  async limits(@Body() limits: LimitsDto, @Acting() { name }: Operator): Promise<CampaignState> {
    await this.commands.limit(name, limits);
    return await this.states.read();
  }
}
