import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';
import { CallSummary } from './call-summary';
import { SpokenLine } from './spoken-line';

/** A compliance decision that a call came of. */
export class CallDecision {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ description: '`reserve` or `dial`', example: 'dial' })
  readonly moment: string;

  @ApiProperty({ description: '`allow` or `refuse`', example: 'allow' })
  readonly verdict: string;

  @ApiProperty()
  readonly decidedAt: Date;
}

/** All that is known of a call. */
export class CallDetail extends CallSummary {
  @NullableProperty(String, {
    description: 'E.164; `null` once the person was erased',
    example: '+12125550134',
  })
  readonly phone: string | null;

  @NullableProperty(String, { format: 'uri' })
  readonly recordingUrl: string | null;

  @NullableProperty(String)
  readonly transcript: string | null;

  @ApiProperty({ type: [SpokenLine], description: 'What was heard while the call was up, in its order' })
  readonly liveLines: readonly SpokenLine[];

  @NullableProperty('object', {
    additionalProperties: true,
    description: 'What was made of the conversation',
  })
  readonly analysis: Readonly<Record<string, unknown>> | null;

  @NullableProperty(String, { description: 'With which words it was made' })
  readonly scriptVersion: string | null;

  @NullableProperty(String, { description: "The provider's id of the number it went out from" })
  readonly callerId: string | null;

  @ApiProperty({ type: [CallDecision] })
  readonly decisions: readonly CallDecision[];
}
