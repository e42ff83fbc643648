import { Test } from '@nestjs/testing';
import { CommonModule } from '../common/common.module';
import { FakeClock } from '../common/fake-clock';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { AirtableGateway } from './airtable-gateway';
import { AirtableModule } from './airtable.module';
import { Outbox } from './outbox';
import { OutboxFlusher } from './outbox-flusher';
import { AirtableSchema } from './schema-check';
import { IN_MEMORY } from '../../test/support/memory';

describe(AirtableModule.name, () => {
  it('gives others the gateway, the schema, the outbox and its flusher, and asks Airtable nothing by itself', async () => {
    const environment = readEnvironment({
      DATA_DIR: IN_MEMORY,
      AIRTABLE_ENDPOINT_URL: 'http://127.0.0.1:9',
    });
    const clock = new FakeClock('2026-06-01T15:00:00Z');
    const module = await Test.createTestingModule({
      imports: [CommonModule.with(clock), ConfigModule.for(environment), AirtableModule],
    }).compile();
    await module.init();
    for (const provided of [AirtableGateway, AirtableSchema, Outbox]) {
      expect(module.get(provided)).toBeInstanceOf(provided);
    }
    expect(await module.get(OutboxFlusher).flush()).toBe(0);
    await module.close();
  });
});
