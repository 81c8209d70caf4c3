import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Employment, employmentOf, isEmployedOn } from '../employment/employment.queries.ts';
import { owedBy } from './clawback-arithmetic.ts';
import { ClawbackMoneyService } from './clawback-money.service.ts';
import {
  changeClawbackSql,
  clawbackOfAward,
  holdTiedAwards,
  type TiedAward,
  writeClawbackSql,
} from './clawback.queries.ts';
import { type Clawback, ClawbackStatus, ClawbackWaiver } from './clawback.types.ts';

/** Census codes of contracts that end by themselves: fixed term and temporary. */
const fixedTerms: ReadonlySet<string> = new Set(['FXT', 'TMP']);

/** Works out what people owe who leave, as soon as people tells of it, and takes back what was wrong. */
export class LeaverService {
  readonly #db: Database;
  readonly #money: ClawbackMoneyService;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#money = new ClawbackMoneyService(db);
    this.#clock = clock;
  }

  /**
   * Brings the clawbacks of these people to what the roster says of them. The same again changes
   * nothing; leaving one school or post for another in the trust is no leaving.
   */
  async follow(viewer: Viewer, personIds: readonly string[]): Promise<void> {
    if (personIds.length === 0) return;
    const awards = await holdTiedAwards(this.#db, viewer, personIds);
    if (awards.length === 0) return;
    const employments = await employmentOf(this.#db, viewer, personIds);
    const byPerson = new Map(employments.map((one) => [one.personId, one]));
    for (const award of awards) {
      const employment = byPerson.get(award.personId);
      if (employment) await this.#follow(viewer, award, employment);
    }
  }

  async #follow(viewer: Viewer, award: TiedAward, employment: Employment): Promise<void> {
    const { leavesOn } = employment;
    const before = await clawbackOfAward(this.#db, viewer, award.id);
    if (before && before.leftOn === leavesOn) return;
    // Who was taken on again later did leave; who is employed on that very day did not.
    const isMistake = before && (leavesOn !== null || isEmployedOn(employment, before.leftOn));
    if (before && !(isMistake && mayReverse(before))) return;
    if (before) await this.#reverse(viewer, before);
    if (leavesOn !== null && !award.isCancelled)
      await this.#calculate(viewer, award, employment, leavesOn);
  }

  async #calculate(
    viewer: Viewer,
    award: TiedAward,
    { contractType }: Employment,
    leftOn: string,
  ): Promise<void> {
    const today = londonDay(this.#clock());
    const basePence = await this.#money.basePence(viewer, award.id);
    const { endedOn } = award;
    const { amountPence, arithmetic } = owedBy(award, { leftOn, endedOn, basePence });
    if (amountPence === 0) return;
    const isWaived = contractType !== null && fixedTerms.has(contractType);
    const outcome = isWaived
      ? [ClawbackStatus.WAIVED, ClawbackWaiver.END_OF_FIXED_TERM, 'The contract was for a time.']
      : [ClawbackStatus.CALCULATED, null, null];
    await this.#db.rows(writeClawbackSql, [
      ...[viewer.trustId, newId(), award.id, award.personId, leftOn, today],
      ...[basePence, amountPence, arithmetic, ...outcome],
    ]);
    if (!isWaived) await this.#money.owe(viewer, award.id, today, amountPence);
  }

  async #reverse(viewer: Viewer, { id, awardId }: Clawback): Promise<void> {
    await this.#money.drop(viewer, awardId, londonDay(this.#clock()));
    const reason = 'The person did not leave, or on another day.';
    await this.#db.rows(changeClawbackSql, [
      ...[viewer.trustId, id, ClawbackStatus.REVERSED, null, reason, null, 0],
    ]);
  }
}

/** Money that was repaid, and what somebody gave up for good, people put right by hand. */
const mayReverse = ({ status, repaidPence }: Clawback) =>
  repaidPence === 0 && status !== ClawbackStatus.WRITTEN_OFF;
