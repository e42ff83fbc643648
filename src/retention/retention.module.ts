import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence/persistence.module';
import { Retention } from './retention.service';

@Module({ imports: [PersistenceModule], providers: [Retention], exports: [Retention] })
export class RetentionModule {}
