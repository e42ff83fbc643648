import { Body, Controller, Get, HttpStatus, Param, Post, Res, UseGuards } from '@nestjs/common';
import { Clock } from '../common/clock';
import { InvalidField, InvalidFieldsException } from '../common/invalid-fields.exception';
import { ConsentEntry, ConsentLedger } from '../compliance/consents/consent-ledger';
import { parseInstant } from '../config/checks';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { NewConsentDto } from './consents.dto';
import { NumberInPathGuard } from './number-in-path.guard';
import { OperatorGuard } from './operator.guard';
import { phoneField } from './phone-field';

/** An entry of the consent ledger as operators see it; what is `null` was not said. */
export interface ConsentView {
  readonly id: string;
  readonly kind: string;
  readonly level: string | null;
  readonly seller: string | null;
  readonly purpose: string | null;
  readonly channel: string | null;
  readonly at: Date | null;
  readonly expiresAt: Date | null;
  readonly source: string | null;
  readonly evidence: string | null;
  readonly origin: string;
  readonly campaign: string;
  readonly recordedAt: Date;
}

/** The consent ledger: grants and withdrawals can be added and read; none is ever changed. */
@Controller('api/consents')
@UseGuards(NumberInPathGuard, OperatorGuard)
export class ConsentsController {
  constructor(
    private readonly database: Database,
    private readonly ledger: ConsentLedger,
    private readonly campaign: CampaignSettings,
    private readonly clock: Clock,
  ) {}

  @Get(':phone')
  async ofNumber(@Param('phone') phone: string): Promise<{ readonly consents: readonly ConsentView[] }> {
    const rows = await this.ledger.ofNumber(this.database, phoneField(phone));
    return {
      consents: rows.map(({ phone: _phone, fingerprint: _fingerprint, ...row }) => ({
        id: row.id,
        kind: row.kind,
        level: row.level,
        seller: row.seller,
        purpose: row.purpose,
        channel: row.channel,
        at: row.occurred_at,
        expiresAt: row.expires_at,
        source: row.source,
        evidence: row.evidence,
        origin: row.origin,
        campaign: row.campaign,
        recordedAt: row.recorded_at,
      })),
    };
  }

  /** 201 for a new entry, 200 for one that stands already, word for word. In force once it is answered. */
  @Post()
  async add(
    @Body() dto: NewConsentDto,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<{ readonly isNew: boolean }> {
    const entry = this.entryOf(dto);
    const added = await this.database
      .transaction()
      .execute((transaction) => this.ledger.record(transaction, [entry]));
    reply.status(added > 0 ? HttpStatus.CREATED : HttpStatus.OK);
    return { isNew: added > 0 };
  }

  /** @throws InvalidFieldsException for fields that contradict each other */
  private entryOf(dto: NewConsentDto): ConsentEntry {
    const occurredAt = parseInstant(dto.at);
    const faults: InvalidField[] = [];
    if (dto.kind === 'grant' && !dto.level) faults.push({ field: 'level', detail: 'a grant needs a level' });
    if (dto.kind === 'revocation' && dto.level)
      faults.push({ field: 'level', detail: 'a revocation withdraws every level' });
    if (occurredAt && occurredAt > this.clock.now())
      faults.push({ field: 'at', detail: 'must not lie in the future' });
    if (faults.length > 0) throw new InvalidFieldsException(faults);
    const { kind, level, seller, purpose, channel, source, evidence } = dto;
    return {
      ...{ phone: phoneField(dto.phone), kind, level, seller, purpose, channel, source, evidence },
      occurredAt,
      expiresAt: parseInstant(dto.expiresAt ?? ''),
      origin: 'operator',
      campaign: this.campaign.name,
    };
  }
}
