import { Module } from '@nestjs/common';
import { Metrics } from '../common/metrics';
import { AirtableSettings, CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { PersistenceModule } from '../persistence/persistence.module';
import { AirtableAccess } from './airtable-access';
import { AirtableClient } from './airtable-client';
import { AirtableGateway } from './airtable-gateway';
import { AirtableRateLimiter } from './airtable-rate-limiter';
import { NoOutbox } from './no-outbox';
import { Outbox } from './outbox';
import { OutboxFlusher } from './outbox-flusher';
import { OutboxPace } from './outbox-pace';
import { OutboxRows } from './outbox-rows';
import { OutboxWriter } from './outbox-writer';
import { AirtableSchema } from './schema-check';

/** The one way to Airtable. Whoever wants to hear what was written registers with {@link OutboxFlusher}. */
@Module({
  imports: [PersistenceModule],
  providers: [
    AirtableAccess,
    {
      provide: AirtableClient,
      inject: [AirtableSettings, Database, AirtableAccess, Metrics],
      useFactory: (
        settings: AirtableSettings,
        database: Database,
        access: AirtableAccess,
        metrics: Metrics,
      ) => new AirtableClient(settings, new AirtableRateLimiter(database, settings.baseId), access, metrics),
    },
    AirtableGateway,
    AirtableSchema,
    {
      provide: Outbox,
      inject: [AirtableSettings, CampaignSettings],
      useFactory: ({ isUsed }: AirtableSettings, campaign: CampaignSettings) =>
        isUsed ? new Outbox(campaign) : new NoOutbox(campaign),
    },
    { provide: OutboxPace, useFactory: () => new OutboxPace() },
    OutboxRows,
    OutboxWriter,
    OutboxFlusher,
  ],
  exports: [AirtableGateway, AirtableSchema, Outbox, OutboxFlusher],
})
export class AirtableModule {}
