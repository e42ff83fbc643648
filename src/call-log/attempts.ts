import { Injectable } from '@nestjs/common';
import { Insertable, Selectable, Updateable } from 'kysely';
import { Transaction } from '../persistence/database';
import { AttemptTable } from '../persistence/schema';
import { databaseNow, databaseNowPlus } from '../persistence/sql';
import { CallReference } from '../telephony/call-event';
import { AttemptState, OPEN_STATES, sourcesOf } from './attempt-state';

export type Attempt = Omit<Selectable<AttemptTable>, 'state'> & { readonly state: AttemptState };
export type NewAttempt = Pick<
  Insertable<AttemptTable>,
  | 'id'
  | 'campaign'
  | 'lead_id'
  | 'phone'
  | 'number'
  | 'holder'
  | 'reserved_at'
  | 'lead_status_before'
  | 'caller_id'
>;
type AttemptPatch = Partial<Omit<Updateable<AttemptTable>, 'id' | 'state'>>;

/**
 * Before another replica takes a reservation or a request over (ms); with its turn for that it is under a minute. Too
 * short, and a slow request counts as a dead replica's.
 */
export const LEASE_MS = 45_000;

/** The attempts table; the only place where an attempt's state is written. */
@Injectable()
export class Attempts {
  /**
   * Reserves a line and a number for each attempt that can have them. One whose number has an open attempt already,
   * in any campaign, is left out of the answer: the unique index decides, so two replicas can't both succeed.
   */
  async reserve(transaction: Transaction, attempts: readonly NewAttempt[]): Promise<Attempt[]> {
    if (attempts.length === 0) return [];
    const rows = await transaction
      .insertInto('attempts')
      .values(
        // By number, so that two campaigns with the same numbers wait for each other in one direction only.
        attempts
          .toSorted((one, other) => (one.phone < other.phone ? -1 : Number(one.phone > other.phone)))
          .map((attempt) => ({
            ...attempt,
            state: 'reserved',
            looks: 0,
            lease_until: databaseNowPlus(LEASE_MS),
          })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .execute();
    return rows as Attempt[];
  }

  /**
   * `reserved` → `dialing`, the last gate before the provider is asked: refused unless the caller still holds the
   * lease, the campaign runs (or this is the probe of a suspended one), and nobody has suppressed the number, all at
   * this very moment.
   * @param scriptVersion with which words the call is made
   */
  async startDialing(
    transaction: Transaction,
    id: string,
    holder: string,
    now: Date,
    scriptVersion: string | null = null,
  ): Promise<boolean> {
    const row = await transaction
      .updateTable('attempts')
      .set({
        state: 'dialing',
        dialing_at: now,
        script_version: scriptVersion,
        asked_at: databaseNow,
        lease_until: databaseNowPlus(LEASE_MS),
      })
      .where('id', '=', id)
      .where('state', 'in', sourcesOf('dialing'))
      .where('holder', '=', holder)
      .where('lease_until', '>', databaseNow)
      .where((where) =>
        where.exists(
          where
            .selectFrom('campaigns')
            .select('campaigns.name')
            .whereRef('campaigns.name', '=', 'attempts.campaign')
            .where('campaigns.paused_at', 'is', null)
            .where(({ eb, or, ref }) =>
              or([
                eb('campaigns.suspended_at', 'is', null),
                eb('campaigns.probe_attempt_id', '=', ref('attempts.id')),
              ]),
            ),
        ),
      )
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('suppressions')
              .select('phone')
              .whereRef('suppressions.phone', '=', 'attempts.phone'),
          ),
        ),
      )
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Moves an attempt as the transition table allows. `undefined`: it stands elsewhere by now, nothing was changed.
   * A closed attempt opens again only while its number has no other open one.
   */
  async move(
    transaction: Transaction,
    id: string,
    to: Exclude<AttemptState, 'reserved'>,
    patch: AttemptPatch = {},
  ): Promise<Attempt | undefined> {
    const row = await transaction
      .updateTable('attempts')
      .set({ ...patch, state: to })
      .where('id', '=', id)
      .where('state', 'in', sourcesOf(to))
      .where((where) =>
        where.or([
          where('state', 'in', OPEN_STATES),
          where.not(
            where.exists(
              where
                .selectFrom('attempts as other')
                .select('other.id')
                .whereRef('other.phone', '=', 'attempts.phone')
                .where('other.state', 'in', OPEN_STATES),
            ),
          ),
        ]),
      )
      .returningAll()
      .executeTakeFirst();
    return row as Attempt | undefined;
  }

  async patch(transaction: Transaction, id: string, patch: AttemptPatch): Promise<void> {
    await transaction.updateTable('attempts').set(patch).where('id', '=', id).execute();
  }

  /** Locks the attempt that a reference names, the surest name first. */
  async lockBy(
    transaction: Transaction,
    names: Partial<Pick<CallReference, 'providerCallId' | 'attemptId' | 'carrierCallId'>>,
  ): Promise<Attempt | undefined> {
    const all = transaction.selectFrom('attempts').selectAll('attempts').forUpdate('attempts');
    const queries = [
      names.providerCallId && all.where('provider_call_id', '=', names.providerCallId),
      names.attemptId && isUuid(names.attemptId) && all.where('attempts.id', '=', names.attemptId),
      names.carrierCallId &&
        all
          .innerJoin('calls', 'calls.attempt_id', 'attempts.id')
          .where('calls.carrier_call_id', '=', names.carrierCallId),
    ];
    for (const query of queries) {
      const row = query ? await query.executeTakeFirst() : undefined;
      if (row) return row as Attempt;
    }
    return undefined;
  }

  /** Locks attempts whose holder is gone: reserved or dialing, with a lease that has run out. */
  async lockAbandoned(transaction: Transaction, campaign: string, limit: number): Promise<Attempt[]> {
    const rows = await transaction
      .selectFrom('attempts')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('state', 'in', ['reserved', 'dialing'])
      .where('lease_until', '<=', databaseNow)
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    return rows as Attempt[];
  }

  /** Ends the leases of every other holder: for a database that only this process can have open. */
  async expireOthers(transaction: Transaction, holder: string): Promise<void> {
    await transaction
      .updateTable('attempts')
      .set({ lease_until: databaseNow })
      .where('state', 'in', ['reserved', 'dialing'])
      .where('holder', '<>', holder)
      .execute();
  }

  /** Locks open attempts that this holder has reserved and not begun to dial. */
  async lockReserved(transaction: Transaction, holder: string): Promise<Attempt[]> {
    const rows = await transaction
      .selectFrom('attempts')
      .selectAll()
      .where('holder', '=', holder)
      .where('state', '=', 'reserved')
      .forUpdate()
      .execute();
    return rows as Attempt[];
  }

  /** Takes attempts whose fate must be looked up now, and puts their next look off so that no other replica does it. */
  async takeDoubtful(
    transaction: Transaction,
    campaign: string,
    now: Date,
    nextLookAt: Date,
    limit: number,
  ): Promise<Attempt[]> {
    const due = transaction
      .selectFrom('attempts')
      .select('id')
      .where('campaign', '=', campaign)
      .where('state', 'in', ['in_doubt', 'placed'])
      .where('next_look_at', '<=', now)
      .orderBy('next_look_at')
      .limit(limit)
      .forUpdate()
      .skipLocked();
    const rows = await transaction
      .updateTable('attempts')
      .set({ next_look_at: nextLookAt })
      .where('id', 'in', due)
      .returningAll()
      .execute();
    return rows as Attempt[];
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
