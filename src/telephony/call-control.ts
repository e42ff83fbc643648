/** Port: ends a call that is up, from outside of the model. */
export abstract class CallControl {
  /**
   * Says the words and then hangs up. Best effort, each request sent once: a call may have ended by itself, and nobody
   * is to hear a farewell twice.
   * @param controlUrl the provider's live control address: whoever knows it may speak on the call, so it is never logged
   * @returns whether the provider has taken it on; false: somebody else has to end the call. Never throws
   */
  abstract end(controlUrl: string, farewell: string): Promise<boolean>;

  /** Hangs up at once, without a word. Otherwise as {@link end}; asking again does no harm. */
  abstract hangUp(controlUrl: string): Promise<boolean>;
}
