import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { MetricsReport } from './metrics-report.service';

/** For Prometheus. Holds counts only, so anyone in the cluster may read it. */
@ApiTags('Health')
@ApiSecurity({})
@Controller('metrics')
export class MetricsController {
  constructor(private readonly report: MetricsReport) {}

  @Get()
  @ApiOperation({ summary: 'Metrics, as Prometheus reads them' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @Header('cache-control', 'no-store')
  async scrape(): Promise<string> {
    return await this.report.text();
  }
}
