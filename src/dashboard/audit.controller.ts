import { Controller, Get, Query, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { ApiProblems, OperatorApi } from '../common/api-docs';
import { Clock } from '../common/clock';
import { exportLedger } from '../compliance/ledger/export-ledger';
import { DecisionPage, findDecisions } from '../compliance/ledger/find-decisions';
import { LedgerVerification, verifyLedger } from '../compliance/ledger/verify-ledger';
import { Database } from '../persistence/database';
import { AuditQueryDto, AuditRangeDto, rangeOf } from './audit.dto';
import { OperatorGuard } from './operator.guard';

const BINARY = { type: 'string', format: 'binary' } as const;

/** The decision ledger: what was decided, whether it still stands as recorded, and all of it to take away. */
@OperatorApi('Audit')
@Controller('api/audit')
@UseGuards(OperatorGuard)
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get('verify')
  @ApiOperation({ summary: 'Whether every row of the ledger stands as it was recorded' })
  @ApiOkResponse({ type: LedgerVerification })
  async verify(): Promise<LedgerVerification> {
    return await verifyLedger(this.database);
  }

  @Get('decisions')
  @ApiOperation({ summary: 'Decisions, newest first' })
  @ApiOkResponse({ type: DecisionPage })
  @ApiProblems({ 400: 'A field of the query or the cursor is not accepted' })
  async decisions(@Query() query: AuditQueryDto): Promise<DecisionPage> {
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    return await findDecisions(this.database, rangeOf(query), query.limit, before);
  }

  @Get('export')
  @ApiOperation({ summary: 'The evidence for a range, as a zip that can be checked without us' })
  @ApiProduces('application/zip')
  @ApiOkResponse({
    description: 'JSON lines of decisions, calls, consents, scripts and suppressions',
    schema: BINARY,
  })
  @ApiProblems({ 400: 'A field of the query is not accepted' })
  async export(@Query() query: AuditRangeDto): Promise<StreamableFile> {
    const now = this.clock.now();
    const zip = await exportLedger(this.database, rangeOf(query), now);
    const disposition = `attachment; filename="laura-audit-${now.toISOString().slice(0, 10)}.zip"`;
    return new StreamableFile(zip, { type: 'application/zip', disposition });
  }
}
