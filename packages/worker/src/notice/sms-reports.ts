import type { Drained } from '@trellis/events/event-delivery';
import type { Pool } from 'pg';
import type { SmsGateway } from './sms-gateway.ts';
import { neverKnownSql, nextToAskSql, reportedSql, toAskSql } from './sms-reports.queries.ts';

interface Asked {
  readonly trustId: string;
  readonly noticeId: string;
  /** Of the SMS that told of it. */
  readonly reference: string;
  readonly isLast: boolean;
}

export interface SmsReportsOptions {
  readonly gateway: SmsGateway;
  readonly now: () => Date;
  /** Told why the gateway does not say. */
  readonly onDown: (problem: string) => void;
}

/** Asks the gateway what became of SMS, also of those that were cut off, until each has come to an end. */
export class SmsReports {
  readonly #pool: Pool;
  readonly #options: SmsReportsOptions;

  constructor(pool: Pool, options: SmsReportsOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  async drain(isStopping: () => boolean): Promise<Drained> {
    const { now } = this.#options;
    while (!isStopping()) {
      const { rows } = await this.#pool.query<Asked>(toAskSql, [now()]);
      if (rows.length === 0) break;
      for (const one of rows) {
        if (isStopping()) break;
        await this.#ask(one);
      }
    }
    const { rows } = await this.#pool.query<{ at: Date | null }>(nextToAskSql);
    return { nextAttemptAt: rows[0]?.at ?? null, isHeldUp: false };
  }

  async #ask({ trustId, noticeId, reference, isLast }: Asked): Promise<void> {
    const { gateway, now, onDown } = this.#options;
    const which = [trustId, noticeId];
    const fate = await gateway.fateOf(reference).catch((error: unknown) => {
      onDown(error instanceof Error ? error.message : 'The SMS gateway does not answer.');
      return 'UNKNOWN' as const;
    });
    if (fate === 'DELIVERED') {
      await this.#pool.query(reportedSql, [...which, 'DELIVERED', now(), null]);
    } else if (fate === 'FAILED') {
      const problem = 'The gateway reached no telephone.';
      await this.#pool.query(reportedSql, [...which, 'BOUNCED', now(), problem]);
    } else if (isLast) await this.#pool.query(neverKnownSql, [...which, now()]);
  }
}
