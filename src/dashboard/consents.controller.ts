import { Body, Controller, Get, HttpStatus, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../common/api-docs';
import { Clock } from '../common/clock';
import { InvalidField, InvalidFieldsException } from '../common/invalid-fields.exception';
import { maskPhone } from '../common/redaction';
import { ConsentEntry, ConsentLedger } from '../compliance/consents/consent-ledger';
import { parseInstant } from '../config/checks';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Acting, type Operator } from './access/operator';
import { OperatorActions } from './commands/operator-actions';
import { ConsentList, NewConsent } from './consent-view';
import { NewConsentDto } from './consents.dto';
import { NumberInPathGuard } from './number-in-path.guard';
import { OperatorGuard } from './operator.guard';
import { phoneField } from './phone-field';

/** The consent ledger: grants and withdrawals can be added and read; none is ever changed. */
@OperatorApi('Consents')
@Controller('api/consents')
@UseGuards(NumberInPathGuard, OperatorGuard)
export class ConsentsController {
  constructor(
    private readonly database: Database,
    private readonly ledger: ConsentLedger,
    private readonly actions: OperatorActions,
    private readonly campaign: CampaignSettings,
    private readonly clock: Clock,
  ) {}

  @Get(':phone')
  @ApiOperation({ summary: 'What a number has agreed to and withdrawn, the latest recorded first' })
  @ApiParam({ name: 'phone', description: 'In any common form', example: '+12125550134' })
  @ApiOkResponse({ type: ConsentList })
  @ApiProblems({ 400: 'It is no phone number' })
  async ofNumber(@Param('phone') phone: string): Promise<ConsentList> {
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

  @Post()
  @ApiConsoleHeader()
  @ApiOperation({ summary: 'Record a grant or a withdrawal; in force once it is answered' })
  @ApiCreatedResponse({ type: NewConsent })
  @ApiOkResponse({ type: NewConsent, description: 'It stands already, word for word' })
  @ApiProblems({ 400: 'A field is not accepted, or two contradict each other' })
  async add(
    @Body() dto: NewConsentDto,
    @Acting() { name: who }: Operator,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<NewConsent> {
    const entry = this.entryOf(dto);
    const added = await this.database.transaction().execute(async (transaction) => {
      const subject = maskPhone(entry.phone);
      await this.actions.record(transaction, {
        who,
        command: 'consent',
        subject,
        detail: { kind: entry.kind },
      });
      return await this.ledger.record(transaction, [entry]);
    });
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
