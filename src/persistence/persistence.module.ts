import {
  BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  Module,
  OnApplicationShutdown,
} from '@nestjs/common';
import { DatabaseSettings } from '../config/settings';
import { Database, type OpenDatabase, openDatabase } from './database';
import { JobQueue } from './job-queue';
import { Leases } from './leases';
import { migrate } from './migrate';

const OPEN_DATABASE = Symbol('OpenDatabase');
const logger = new Logger('Database');

/** Closes the database last of all: Nest runs this hook after every module's `beforeApplicationShutdown`. */
@Injectable()
class DatabaseLifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(OPEN_DATABASE) private readonly open: OpenDatabase,
    private readonly jobs: JobQueue,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.open.database.destroy();
    this.open.lock?.release();
  }
}

@Module({
  providers: [
    {
      provide: OPEN_DATABASE,
      inject: [DatabaseSettings],
      useFactory: async (settings: DatabaseSettings): Promise<OpenDatabase> => {
        const open = await openDatabase(settings, (error) =>
          logger.warn({ err: error }, 'A connection was lost'),
        );
        await migrate(open.database);
        return open;
      },
    },
    { provide: Database, inject: [OPEN_DATABASE], useFactory: (open: OpenDatabase) => open.database },
    {
      provide: JobQueue,
      inject: [OPEN_DATABASE],
      useFactory: (open: OpenDatabase) =>
        new JobQueue(open.queue, (error) => logger.error({ err: error }, 'The job queue reports an error')),
    },
    Leases,
    DatabaseLifecycle,
  ],
  exports: [Database, JobQueue, Leases],
})
export class PersistenceModule {}
