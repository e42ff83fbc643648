import { Clock } from './clock';
import { ExternalApi } from './errors';
import { ExternalApis } from './external-apis';
import { ExternalPolicy } from './external-policy';

/** The topic in {@link ExternalApis} under which an open circuit stands. */
export const CIRCUIT = 'circuit';

/**
 * Keeps {@link ExternalApis} told of a policy's circuit: a fault stands from its opening until a probe has closed it.
 * Each opening makes a fault of its own, so that whoever has acted on one can tell a new one from it.
 */
export function reportCircuit(
  policy: ExternalPolicy,
  api: ExternalApi,
  apis: ExternalApis,
  clock: Clock,
): void {
  policy.onCircuit((failure) => {
    apis.clear(api, CIRCUIT);
    if (!failure) return;
    const message = `Requests keep failing and are held back, but for a probe now and then. ${failure.message}`;
    apis.report(api, CIRCUIT, { message, since: clock.now(), needsOperator: false });
  });
}
