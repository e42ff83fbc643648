import { Injectable } from '@nestjs/common';
import { ThrottlerStorageService } from '@nestjs/throttler';

const MINUTE_MS = 60_000;
const A_MINUTE = { fromAddress: 5, overPeer: 60 } as const;

/**
 * Counts attempts to log in, on this replica. An address is what the nearest proxy claims it to be; without a proxy anybody
 * may claim any, so whoever is at the other end of the connection has a limit of its own, wide enough for a proxy.
 */
@Injectable()
export class LoginAttempts {
  constructor(private readonly storage: ThrottlerStorageService) {}

  /**
   * Counts one.
   * @param peer the other end of the connection
   * @returns 0, or in how many seconds the next may be made: this one must not be looked at
   */
  async count(address: string, peer: string): Promise<number> {
    return (
      (await this.take(`peer ${peer}`, A_MINUTE.overPeer)) ||
      (await this.take(`address ${address}`, A_MINUTE.fromAddress))
    );
  }

  private async take(key: string, limit: number): Promise<number> {
    const { isBlocked, timeToBlockExpire } = await this.storage.increment(key, MINUTE_MS, limit, 0, 'login');
    return isBlocked ? Math.max(1, timeToBlockExpire) : 0;
  }
}
