import { Controller, Get, Query, StreamableFile, UseGuards } from '@nestjs/common';
import { Clock } from '../common/clock';
import { exportLedger } from '../compliance/ledger/export-ledger';
import { DecisionPage, findDecisions } from '../compliance/ledger/find-decisions';
import { LedgerVerification, verifyLedger } from '../compliance/ledger/verify-ledger';
import { Database } from '../persistence/database';
import { AuditQueryDto, AuditRangeDto, rangeOf } from './audit.dto';
import { OperatorGuard } from './operator.guard';

/** The decision ledger: what was decided, whether it still stands as recorded, and all of it to take away. */
@Controller('api/audit')
@UseGuards(OperatorGuard)
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get('verify')
  async verify(): Promise<LedgerVerification> {
    return await verifyLedger(this.database);
  }

  /** Newest first. */
  @Get('decisions')
  async decisions(@Query() query: AuditQueryDto): Promise<DecisionPage> {
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    return await findDecisions(this.database, rangeOf(query), query.limit, before);
  }

  @Get('export')
  async export(@Query() query: AuditRangeDto): Promise<StreamableFile> {
    const now = this.clock.now();
    const zip = await exportLedger(this.database, rangeOf(query), now);
    const disposition = `attachment; filename="laura-audit-${now.toISOString().slice(0, 10)}.zip"`;
    return new StreamableFile(zip, { type: 'application/zip', disposition });
  }
}
