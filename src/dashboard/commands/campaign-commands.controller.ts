import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../../common/api-docs';
import { Acting, type Operator } from '../access/operator';
import { CampaignState, CampaignStates } from '../campaign-state';
import { OperatorGuard } from '../operator.guard';
import { Ending } from './calls-in-hand';
import { CampaignCommands } from './campaign-commands';
import { LimitsDto } from './limits.dto';
import { ReasonDto } from './reason.dto';

/** What a stop has come to. */
export class Stop implements Ending {
  @ApiProperty()
  readonly state: CampaignState;

  @ApiProperty({
    type: 'integer',
    description: 'Calls that are over, or that the provider is ending',
    example: 3,
  })
  readonly ended: number;

  @ApiProperty({ type: 'integer', description: 'Calls that may still be up', example: 0 })
  readonly failed: number;
}

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
  @ApiOkResponse({ type: CampaignState })
  async pause(@Body() { reason }: ReasonDto, @Acting() { name }: Operator): Promise<CampaignState> {
    await this.commands.pause(name, reason);
    return await this.states.read();
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: "End the operator's pause" })
  @ApiOkResponse({ type: CampaignState })
  async resume(@Body() { reason }: ReasonDto, @Acting() { name }: Operator): Promise<CampaignState> {
    await this.commands.resume(name, reason);
    return await this.states.read();
  }

  /** Answers once every call is ended, or after half a minute with those that could not be. */
  @Post('stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause, and end every call in hand' })
  @ApiOkResponse({ type: Stop })
  async stop(@Body() { reason }: ReasonDto, @Acting() { name }: Operator): Promise<Stop> {
    const { ended, failed } = await this.commands.stop(name, reason);
    return { state: await this.states.read(), ended, failed };
  }

  @Post('limits')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fewer lines, or a lower dial rate, than configured; null: as configured' })
  @ApiOkResponse({ type: CampaignState })
  @ApiProblems({ 422: 'More than is configured' })
  async limits(@Body() limits: LimitsDto, @Acting() { name }: Operator): Promise<CampaignState> {
    await this.commands.limit(name, limits);
    return await this.states.read();
  }
}
