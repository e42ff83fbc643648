import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../common/api-docs';

/** An entry of the consent ledger as operators see it; what is `null` was not said. */
export class ConsentView {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ description: '`grant` or `revocation`', example: 'grant' })
  readonly kind: string;

  @NullableProperty(String, { description: 'Of a grant', example: 'express_written' })
  readonly level: string | null;

  @NullableProperty(String, { description: "The legal name that was told; `null`: the operator's own" })
  readonly seller: string | null;

  @NullableProperty(String, { example: 'marketing' })
  readonly purpose: string | null;

  @NullableProperty(String, { example: 'artificial_voice' })
  readonly channel: string | null;

  @NullableProperty(Date, { description: 'When it was given or withdrawn' })
  readonly at: Date | null;

  @NullableProperty(Date)
  readonly expiresAt: Date | null;

  @NullableProperty(String, { description: 'How', example: 'Web form' })
  readonly source: string | null;

  @NullableProperty(String, { description: 'Where the proof is found' })
  readonly evidence: string | null;

  @ApiProperty({ description: '`lead-source`, `operator`, `import` or `call`', example: 'operator' })
  readonly origin: string;

  @ApiProperty({ example: 'default' })
  readonly campaign: string;

  @ApiProperty()
  readonly recordedAt: Date;
}

export class ConsentList {
  @ApiProperty({ type: [ConsentView] })
  readonly consents: readonly ConsentView[];
}

export class NewConsent {
  @ApiProperty({ description: 'Whether it did not stand already' })
  readonly isNew: boolean;
}
