import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence/persistence.module';
import { ForecastInputs } from './forecast-input';
import { ForecastRows } from './forecast-rows';
import { Forecasts } from './forecasts.service';
import { SimulationRunner, WorkerSimulationRunner } from './simulation-runner';

/** Foretells the running campaign. */
@Module({
  imports: [PersistenceModule],
  providers: [
    Forecasts,
    ForecastInputs,
    ForecastRows,
    // One thread: the processors belong to the calls.
    { provide: SimulationRunner, useFactory: () => new WorkerSimulationRunner(1) },
  ],
  exports: [Forecasts],
})
export class SimulationModule {}
