import { CallControl } from './call-control';

/** For tests: remembers what it was asked, and succeeds or fails as told. */
export class FakeCallControl extends CallControl {
  readonly ended: { readonly controlUrl: string; readonly farewell: string }[] = [];
  /** Addresses of calls that were hung up without a word. */
  readonly hungUp: string[] = [];
  works = true;

  async end(controlUrl: string, farewell: string): Promise<boolean> {
    this.ended.push({ controlUrl, farewell });
    return this.works;
  }

  async hangUp(controlUrl: string): Promise<boolean> {
    this.hungUp.push(controlUrl);
    return this.works;
  }
}
