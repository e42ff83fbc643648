import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { Campaign } from '../orchestration/campaign';
import { CampaignState, CampaignStates } from './campaign-state';
import { OperatorGuard } from './operator.guard';

/** Why an operator pauses or resumes; shown to everyone. */
export class ReasonDto {
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason: string;
}

@Controller('api/campaign')
@UseGuards(OperatorGuard)
export class CampaignController {
  constructor(
    private readonly states: CampaignStates,
    private readonly campaign: Campaign,
  ) {}

  @Get()
  async state(): Promise<CampaignState> {
    return await this.states.read();
  }

  @Post('pause')
  @HttpCode(200)
  async pause(@Body() { reason }: ReasonDto): Promise<CampaignState> {
    await this.campaign.pause(reason);
    return await this.states.read();
  }

  @Post('resume')
  @HttpCode(200)
  async resume(@Body() { reason: _reason }: ReasonDto): Promise<CampaignState> {
    await this.campaign.resume();
    return await this.states.read();
  }
}
