import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { NullableProperty } from '../common/api-docs';
import {
  type DemandedDisclosure,
  DISCLOSURES,
  type DisclosureSource,
} from '../compliance/disclosures/disclosure-demand';
import type { ScriptPreview } from '../script/script.service';

type Finding = ScriptPreview['disclosures'][number];

/** One rule that demands a disclosure. */
export class DisclosureSourceView implements DisclosureSource {
  @ApiProperty({ description: '`*`: what we say everywhere', example: 'US-CA' })
  readonly jurisdiction: string;

  @ApiProperty()
  readonly citation: string;

  @ApiProperty({ type: String, example: 'high' })
  readonly confidence: DisclosureSource['confidence'];

  @ApiPropertyOptional()
  readonly withinSeconds?: number;
}

/** Something that must be said in the call, and whether it is. */
export class DisclosureView implements Finding {
  @ApiProperty({ enum: DISCLOSURES })
  readonly disclosure: DemandedDisclosure;

  @ApiProperty({ enum: ['opening', 'call'] })
  readonly during: 'opening' | 'call';

  @ApiPropertyOptional({ type: Number, description: 'From the beginning of the call; 0 is "at once"' })
  readonly withinSeconds: number | undefined;

  @ApiPropertyOptional({ type: Number, description: 'From when it has been said for whom the call is' })
  readonly withinSecondsOfIdentity: number | undefined;

  @ApiProperty({ description: 'Whether it must be said once more before goodbye' })
  readonly repeatAtEnd: boolean;

  @ApiProperty({ type: [DisclosureSourceView] })
  readonly sources: readonly DisclosureSourceView[];

  @ApiProperty({ enum: ['said', 'late', 'missing'] })
  readonly result: 'said' | 'late' | 'missing';

  @NullableProperty(String, { description: 'The words that say it' })
  readonly quote: string | null;
}

/** The script as it would be spoken to a lead, or to a made-up one. */
export class ScriptPreviewView implements ScriptPreview {
  @ApiProperty()
  readonly version: string;

  @NullableProperty(String, {
    format: 'uuid',
    description: '`null` for the made-up lead, who is called where everything is asked for',
  })
  readonly leadId: string | null;

  @ApiProperty()
  readonly systemPrompt: string;

  @ApiProperty()
  readonly firstMessage: string;

  @ApiPropertyOptional({ description: 'What a machine is left; absent: the call is hung up' })
  readonly voicemailMessage?: string;

  @ApiProperty({
    type: [String],
    description: 'Variables without value or fallback, as templates write them',
  })
  readonly missingVariables: readonly string[];

  @ApiProperty({ type: [DisclosureView] })
  readonly disclosures: readonly DisclosureView[];

  @ApiProperty({ type: [String], description: 'Why no call is made with it, in words' })
  readonly faults: readonly string[];
}
