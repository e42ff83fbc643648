import { Controller, Get, Header, HttpException, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { AirtableSettings } from '../config/settings';
import { ReadinessService } from './readiness.service';

/** The part of the server's reply that is used here. */
interface StatusReply {
  status(code: number): unknown;
}

/** Probes; anyone may ask. */
@ApiTags('Health')
@ApiSecurity({})
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: ReadinessService,
    private readonly airtable: AirtableSettings,
  ) {}

  @Get()
  @ApiOperation({ summary: 'That this process answers, in two letters' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'OK' } })
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'no-store')
  ok(): string {
    return 'OK';
  }

  /** That this process answers at all. Asks nothing else: restarting it would not bring the database back. */
  @Get('live')
  @HealthCheck()
  @ApiOperation({ summary: 'That this process answers at all' })
  async live(): Promise<HealthCheckResult> {
    return await this.health.check([]);
  }

  /** 503 when the database is away or behind; an outage of Airtable or VAPI shows as degraded, with 200. */
  @Get('ready')
  @HealthCheck()
  @ApiOperation({ summary: 'Whether it can do its work; an outage of another service shows as degraded' })
  async ready(@Res({ passthrough: true }) reply: StatusReply): Promise<unknown> {
    try {
      return await this.health.check([
        () => this.readiness.databaseAnswers(),
        () => this.readiness.migrationsAreDone(),
        ...(this.airtable.isUsed ? [() => this.readiness.apiIsWell('airtable')] : []),
        () => this.readiness.apiIsWell('vapi'),
        () => this.readiness.apiIsWell('twilio'),
      ]);
    } catch (error) {
      // Terminus's own document, which orchestrators and people know, rather than a problem document.
      if (!(error instanceof HttpException)) throw error;
      reply.status(error.getStatus());
      return error.getResponse();
    }
  }
}
