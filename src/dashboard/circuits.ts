import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../common/api-docs';
import { ExternalApi } from '../common/errors';
import { ExternalApis } from '../common/external-apis';
import { CIRCUIT } from '../common/external-policy-report';
import { Metrics } from '../common/metrics';

/** By the value of the gauge `laura_circuit_state`. */
const STATES = ['closed', 'half-open', 'open'] as const;

/** Whether requests to a service are sent, held back, or tried one at a time. */
export class Circuit {
  @ApiProperty({ example: 'vapi' })
  readonly api: string;

  @ApiProperty({ enum: STATES })
  readonly state: (typeof STATES)[number];

  @NullableProperty(Date, { description: 'Of one that is not closed, where it is known' })
  readonly since: Date | null;

  @NullableProperty(String)
  readonly message: string | null;
}

/** The circuits of this process, each service that it has to do with. */
export async function circuitsOf(metrics: Metrics, externals: ExternalApis): Promise<readonly Circuit[]> {
  const { values } = await metrics.circuitState.get();
  return values.map(({ value, labels }) => {
    const api = String(labels.api) as ExternalApi;
    const state = STATES[value] ?? 'open';
    const fault = state === 'closed' ? undefined : externals.fault(api, CIRCUIT);
    return { api, state, since: fault?.since ?? null, message: fault?.message ?? null };
  });
}
