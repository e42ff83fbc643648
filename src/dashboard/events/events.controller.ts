import { Controller, Get, Header, Headers, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { OperatorApi } from '../../common/api-docs';
import { OperatorGuard } from '../operator.guard';
import { CallSummary } from '../calls/call-summary';
import { CampaignState } from '../campaign-state';
import { LiveFeed } from './live-feed';
import { LiveLine } from './live-line';

const TOLD = [CampaignState, CallSummary, LiveLine];

/** What is new, as it happens. */
@OperatorApi('Events')
@Controller('api/events')
@UseGuards(OperatorGuard)
export class EventsController {
  constructor(private readonly feed: LiveFeed) {}

  @Get()
  // Its connection ends with it, so that a server that stops need not wait for what comes next over it.
  @Header('connection', 'close')
  @Header('cache-control', 'no-store')
  @Header('x-accel-buffering', 'no')
  @ApiOperation({
    summary: 'Server-sent events',
    description:
      '`state`: a CampaignState, at once and then at most each second, if it has changed. `call`: a CallSummary that ' +
      'has changed. `line`: a LiveLine. `ping` each 15 seconds. Every event has an id.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Calls that changed since then are told first',
  })
  @ApiExtraModels(...TOLD)
  @ApiOkResponse({
    description: 'The `data` of each event',
    content: {
      'text/event-stream': { schema: { anyOf: TOLD.map((told) => ({ $ref: getSchemaPath(told) })) } },
    },
  })
  stream(@Headers('last-event-id') lastEventId?: string): StreamableFile {
    const since = /^\d{1,15}$/.test(lastEventId ?? '') ? new Date(Number(lastEventId)) : undefined;
    return new StreamableFile(this.feed.open(since), { type: 'text/event-stream' });
  }
}
