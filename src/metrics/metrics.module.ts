import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence/persistence.module';
import { GaugeReader } from './gauge-reader.service';
import { MetricsReport } from './metrics-report.service';
import { MetricsController } from './metrics.controller';

@Module({
  imports: [PersistenceModule],
  controllers: [MetricsController],
  providers: [GaugeReader, MetricsReport],
})
export class MetricsModule {}
