import { Injectable } from '@nestjs/common';
import { ExternalApi } from './errors';

/** What stands in the way of a service, in words for the operator. */
export interface ExternalFault {
  readonly message: string;
  readonly since: Date;
  /** Nothing heals it but a person (a wrong key, a missing column). */
  readonly needsOperator: boolean;
}

/**
 * What this process knows about the services that it depends on: shown by `/health/ready` as degraded detail and asked
 * before dialing. Each fault stands under a topic, so that "token refused" and "column missing" live side by side.
 */
@Injectable()
export class ExternalApis {
  readonly #faults = new Map<ExternalApi, Map<string, ExternalFault>>();

  /** Records a fault; one that stands already keeps its beginning. Returns whether it is news. */
  report(api: ExternalApi, topic: string, fault: ExternalFault): boolean {
    const topics = this.#faults.get(api) ?? new Map<string, ExternalFault>();
    const standing = topics.get(topic);
    topics.set(topic, standing?.message === fault.message ? standing : fault);
    this.#faults.set(api, topics);
    return standing?.message !== fault.message;
  }

  /** Returns whether a fault stood. */
  clear(api: ExternalApi, topic: string): boolean {
    return this.#faults.get(api)?.delete(topic) ?? false;
  }

  /** The fault that stands under that topic. */
  fault(api: ExternalApi, topic: string): ExternalFault | undefined {
    return this.#faults.get(api)?.get(topic);
  }

  faults(api: ExternalApi): readonly ExternalFault[] {
    return [...(this.#faults.get(api)?.values() ?? [])];
  }
}
