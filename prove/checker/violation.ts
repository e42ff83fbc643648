/** One way in which a dial broke the law, or what the caller has set itself. */
export interface Violation {
  /** The same word by which the engine names its rule for it. */
  readonly rule: string;
  /** Code of the jurisdiction; `*` where it is not one's law. */
  readonly jurisdiction: string;
  readonly citation: string;
  /** The called party's time where it matters, else UTC. */
  readonly localTime: string;
  readonly why: string;
}
