import { CallControl } from './call-control';

/** For tests: remembers what it was asked, and succeeds or fails as told. */
export class FakeCallControl extends CallControl {
  readonly ended: { readonly controlUrl: string; readonly farewell: string }[] = [];
  works = true;

  async end(controlUrl: string, farewell: string): Promise<boolean> {
    this.ended.push({ controlUrl, farewell });
    return this.works;
  }
}
