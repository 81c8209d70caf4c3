import type { Drained } from '@trellis/events/event-delivery';
import { nextAttemptAt } from '@trellis/events/retry-schedule';
import type { Pool } from 'pg';
import type { Carrier, CarrierSession, NoticeText, Outcome } from './carrier.ts';
import { awaySql, deliverySql } from './notice-delivery.queries.ts';

/** Connections to the server at once. */
const lanes = 4;
/** For how long messages are this worker's, in milliseconds; after that it must have died. */
export const noticeLease = 900_000;
/** Between two attempts to find a server, in milliseconds. */
export const downWait = 30_000;

export interface NoticeDeliveryOptions {
  readonly carrier: Carrier;
  readonly now: () => Date;
  /** Told of what became of each message. */
  readonly onOutcome: (outcome: Outcome['kind']) => void;
  /** Told why there is no server. */
  readonly onDown: (problem: string) => void;
}

interface Due extends NoticeText {
  readonly trustId: string;
  readonly personId: string;
  /** Goes out together with what else of the person’s is in line. */
  readonly inDigest: boolean;
  readonly address: string | null;
  readonly attempts: number;
  readonly leasedUntil: Date;
  /** Somebody died while handing it over. */
  readonly wasCutOff: boolean;
  readonly isTooLate: boolean;
  readonly isAway: boolean;
  readonly mayGoAt: Date | null;
}

/** One message, and what is in line of it. */
interface Parcel {
  readonly first: Due;
  readonly address: string;
  readonly notices: readonly Due[];
}

/**
 * Sends notices by one channel, each at most once: before the server gets any of the text it is put on
 * record that it may, and whoever finds that and no answer leaves it in doubt. See decision 60.
 */
export class NoticeDelivery {
  readonly #pool: Pool;
  readonly #options: NoticeDeliveryOptions;
  readonly #sql: ReturnType<typeof deliverySql>;
  #downUntil = 0;

  constructor(pool: Pool, options: NoticeDeliveryOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#sql = deliverySql(options.carrier.channel);
  }

  /** Sends all that is due, unless the server was not there a moment ago. */
  async drain(isStopping: () => boolean): Promise<Drained> {
    const { now } = this.#options;
    while (!isStopping() && now().getTime() >= this.#downUntil) {
      const until = new Date(now().getTime() + noticeLease);
      const { rows } = await this.#pool.query<Due>(this.#sql.claim, [now(), until]);
      if (rows.length === 0) break;
      await this.#work(rows, isStopping);
    }
    if (now().getTime() < this.#downUntil) {
      return { nextAttemptAt: new Date(this.#downUntil), isHeldUp: false };
    }
    const { rows } = await this.#pool.query<{ at: Date | null }>(this.#sql.nextDue);
    return { nextAttemptAt: rows[0]?.at ?? null, isHeldUp: false };
  }

  async #work(due: readonly Due[], isStopping: () => boolean): Promise<void> {
    const ready: Due[] = [];
    for (const one of due) {
      if (one.wasCutOff) await this.#doubt(one, 'The attempt was cut off.');
      else if (one.isTooLate) await this.#fail(one, 'GIVEN_UP', 'It was too late.');
      else if (one.address === null) await this.#fail(one, 'GIVEN_UP', 'There is no address.');
      else if (one.mayGoAt !== null) await this.#postpone(one, one.mayGoAt);
      else ready.push(one);
    }
    const parcels = parcelsOf(ready);
    const waiting = parcels.values();
    const count = Math.min(lanes, parcels.length);
    await Promise.all(Array.from({ length: count }, () => this.#lane(waiting, isStopping)));
    for (const { notices } of waiting) {
      for (const one of notices) await this.#pool.query(this.#sql.release, keyOf(one));
    }
  }

  /** Sends one after another until there are no more, or no server. */
  async #lane(waiting: Iterator<Parcel>, isStopping: () => boolean): Promise<void> {
    const session = await this.#open();
    if (!session) return;
    try {
      while (!isStopping() && !this.#isDown()) {
        const next = waiting.next();
        if (next.done === true) return;
        if (!(await this.#send(session, next.value))) return;
      }
    } finally {
      session.close();
    }
  }

  async #open(): Promise<CarrierSession | undefined> {
    try {
      return await this.#options.carrier.open();
    } catch (error) {
      this.#noteDown(error instanceof Error ? error.message : 'There is no server.');
      return undefined;
    }
  }

  /** @returns whether the session is still good. */
  async #send(session: CarrierSession, parcel: Parcel): Promise<boolean> {
    const { now, onOutcome } = this.#options;
    const { first, address, notices } = parcel;
    const id = first.noticeId;
    const ids = notices.map(({ noticeId }) => noticeId);
    const { kind, problem } = await session.send({ id, address, notices }, async () => {
      const { rowCount } = await this.#pool.query(this.#sql.handOver, [
        ...[first.trustId, ids, first.leasedUntil, now(), id],
      ]);
      if (rowCount !== ids.length) throw new Error('It is another worker’s by now.');
    });
    onOutcome(kind);
    const why = problem ?? '';
    if (kind === 'SENT') {
      await this.#pool.query(this.#sql.sent, [first.trustId, ids, now()]);
      return true;
    }
    for (const due of notices) {
      if (kind === 'REFUSED') await this.#fail(due, 'BOUNCED', why);
      else if (kind === 'UNKNOWN') await this.#doubt(due, why);
      else if (kind === 'LATER') await this.#retry(due, why);
      else await this.#later(due, now(), why);
    }
    if (kind === 'DOWN') this.#noteDown(why);
    return kind !== 'DOWN' && kind !== 'UNKNOWN';
  }

  async #retry(due: Due, problem: string): Promise<void> {
    const attempts = due.attempts + 1;
    const next = nextAttemptAt(attempts, this.#options.now());
    if (next === null) await this.#fail(due, 'GIVEN_UP', problem);
    else await this.#later(due, next, problem, attempts);
  }

  async #postpone(due: Due, until: Date): Promise<void> {
    await this.#later(due, until, null);
    if (due.isAway) await this.#pool.query(awaySql, [due.trustId, due.noticeId]);
  }

  async #later(due: Due, at: Date, problem: string | null, attempts = due.attempts): Promise<void> {
    await this.#pool.query(this.#sql.later, [...keyOf(due), at, problem, attempts]);
  }

  async #fail(due: Due, state: string, problem: string): Promise<void> {
    await this.#pool.query(this.#sql.failed, [...keyOf(due), state, this.#options.now(), problem]);
  }

  async #doubt(due: Due, problem: string): Promise<void> {
    await this.#pool.query(this.#sql.inDoubt, [...keyOf(due), this.#options.now(), problem]);
  }

  #isDown(): boolean {
    return this.#options.now().getTime() < this.#downUntil;
  }

  #noteDown(problem: string): void {
    this.#downUntil = this.#options.now().getTime() + downWait;
    this.#options.onDown(problem);
  }
}

function keyOf({ trustId, noticeId, leasedUntil }: Due): unknown[] {
  return [trustId, noticeId, leasedUntil];
}

/** What goes out together: the notices of each digest, and each of the others alone. */
function parcelsOf(ready: readonly Due[]): Parcel[] {
  const groups = Map.groupBy(ready, ({ trustId, personId, noticeId, inDigest }) =>
    inDigest ? `${trustId} ${personId}` : noticeId,
  );
  return [...groups.values()].flatMap((notices) => {
    const [first] = notices;
    return first?.address == null ? [] : [{ first, address: first.address, notices }];
  });
}
