import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency, IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { FundTooSmall } from '../award/award-change.types.ts';
import { entryById, postingsOf } from '../ledger/ledger.queries.ts';
import { type Entry, Ledger, ofFund, ofSource, transfer } from '../ledger/ledger.service.ts';
import type { LedgerEntry } from '../ledger/ledger.types.ts';
import type { FundEntity } from './fund.entity.ts';
import {
  type AllocateToFundInput,
  ApprovedByYourself,
  type CorrectLedgerEntryInput,
  type FundMoneyRefusal,
  LevyStaysLevy,
  type MoveBetweenFundsInput,
  NotCorrectable,
  type OpenFundInput,
} from './fund-money.types.ts';
import { lockFunds } from './fund.queries.ts';
import { FundSource } from './fund.types.ts';

type Outcome = LedgerEntry | FundMoneyRefusal;

/** GraphQL's Int ends here, and so does a fund: £21,474,836.47. */
const mostPence = 2_147_483_647;

/** What opens a service of a subgraph. */
export interface MoneySurroundings {
  readonly db: Database;
  readonly people: EntityDirectory;
  readonly idempotency: Idempotency;
  readonly clock: Clock;
}

/** Sets money aside and moves it between funds; each time somebody else has approved it. */
export class FundMoneyService {
  readonly #around: MoneySurroundings;
  readonly #ledger: Ledger;

  constructor(around: MoneySurroundings) {
    this.#around = around;
    this.#ledger = new Ledger(around.db);
  }

  /**
   * Opens a fund and sets money aside in it.
   *
   * @returns the allocation, or the refusal.
   * @throws NOT_FOUND when the viewer cannot see the approver or the school.
   */
  open(viewer: Viewer, input: OpenFundInput): Promise<Outcome> {
    const { source, schoolId } = input;
    if ((source === FundSource.SCHOOL) !== (schoolId != null)) {
      throw badUserInput('schoolId is given where the source is SCHOOL, and nowhere else.');
    }
    const id = newId();
    return this.#approved(viewer, 'openFund', input, async (approval) => {
      if (schoolId != null) await this.#known(viewer, 'School', schoolId);
      await this.#around.db.rows(openSql, [
        ...[viewer.trustId, id, input.name, input.academicYear, source],
        schoolId ?? null,
      ]);
      const postings = transfer(ofSource(source), ofFund({ id, source }), input.amountPence);
      return this.#enter(viewer, { ...approval, kind: 'ALLOCATION', postings });
    });
  }

  /**
   * Sets more money aside in a fund.
   *
   * @returns the allocation, or the refusal.
   * @throws NOT_FOUND when the trust has no such fund.
   */
  allocate(viewer: Viewer, input: AllocateToFundInput): Promise<Outcome> {
    return this.#approved(viewer, 'allocateToFund', input, async (approval) => {
      const [fund] = await this.#hold(viewer, input.fundId);
      roomFor(fund, input.amountPence);
      const postings = transfer(ofSource(fund.source), ofFund(fund), input.amountPence);
      return this.#enter(viewer, { ...approval, kind: 'ALLOCATION', postings });
    });
  }

  /**
   * Moves money between funds.
   *
   * @returns the virement, or the refusal.
   * @throws NOT_FOUND when the trust lacks one of the funds.
   */
  move(viewer: Viewer, input: MoveBetweenFundsInput): Promise<Outcome> {
    return this.#approved(viewer, 'moveBetweenFunds', input, async (approval) => {
      const [from, to] = await this.#hold(viewer, input.fromFundId, input.toFundId);
      if (!to || from.id === to.id) throw badUserInput('Money is moved between two funds.');
      if (isLevy(from) !== isLevy(to)) return new LevyStaysLevy();
      if (from.remainingPence < input.amountPence) return new FundTooSmall(from.remainingPence);
      roomFor(to, input.amountPence);
      const postings = transfer(ofFund(from), ofFund(to), input.amountPence);
      return this.#enter(viewer, { ...approval, kind: 'VIREMENT', postings });
    });
  }

  /**
   * Takes an allocation or a virement back by an entry of its own.
   *
   * @returns the new entry, or the refusal.
   * @throws NOT_FOUND when the trust has no such entry.
   */
  correct(viewer: Viewer, input: CorrectLedgerEntryInput): Promise<Outcome> {
    const { db } = this.#around;
    return this.#approved(viewer, 'correctLedgerEntry', input, async (approval) => {
      const entry = await entryById(db, viewer, idOrNone(input.entryId));
      if (!entry) throw notFound('ledger entry');
      const { id: correctsId, kind } = entry;
      if (kind !== 'ALLOCATION' && kind !== 'VIREMENT') return new NotCorrectable();
      const postings = await postingsOf(db, viewer, correctsId);
      const funds = await this.#hold(viewer, ...postings.flatMap(({ fundId }) => fundId ?? []));
      if (await this.#isCorrection(viewer, correctsId)) return new NotCorrectable();
      const gone = postings.find(
        ({ fundId, pence }) =>
          pence > (funds.find(({ id }) => id === fundId)?.remainingPence ?? Infinity),
      );
      const fund = funds.find(({ id }) => id === gone?.fundId);
      if (fund) return new FundTooSmall(fund.remainingPence);
      const back = postings.map(({ pence, ...posting }) => ({ ...posting, pence: -pence }));
      return this.#enter(viewer, { ...approval, kind, correctsId, postings: back });
    });
  }

  /** Does the work once, where somebody else has approved it. */
  #approved(
    viewer: Viewer,
    mutation: string,
    input: IdempotentInput & { reason: string; approvedById: string },
    work: (approval: Pick<Entry, 'enteredOn' | 'reason' | 'approvedById'>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const { db, idempotency, clock } = this.#around;
    const approvedById = idOrNone(input.approvedById).toLowerCase();
    const act = async (): Promise<Outcome> => {
      if (approvedById === viewer.personId) return new ApprovedByYourself();
      await this.#known(viewer, 'Person', approvedById);
      const enteredOn = londonDay(clock());
      return work({ enteredOn, reason: input.reason, approvedById });
    };
    return idempotency.once<LedgerEntry, FundMoneyRefusal>(viewer, mutation, input, act, (id) =>
      foundAgain(entryById(db, viewer, id)),
    );
  }

  async #known(viewer: Viewer, type: 'Person' | 'School', id: string): Promise<void> {
    const [unknown] = await this.#around.people.unknownTo(viewer, [{ type, id: idOrNone(id) }]);
    if (unknown) throw notFound(type.toLowerCase());
  }

  async #hold(viewer: Viewer, ...ids: string[]): Promise<[FundEntity, ...FundEntity[]]> {
    const asked = ids.map((id) => idOrNone(id).toLowerCase());
    const funds = await this.#around.db.transaction((tx) => lockFunds(tx, viewer, asked));
    const [first, ...rest] = asked.map((id) => {
      const fund = funds.get(id);
      if (!fund) throw notFound('fund');
      return fund;
    });
    if (!first) throw notFound('fund');
    return [first, ...rest];
  }

  async #isCorrection(viewer: Viewer, id: string): Promise<boolean> {
    const rows = await this.#around.db.rows(
      `SELECT 1 FROM ledger_entry WHERE trust_id = $1
          AND (corrects_id = $2 OR id = $2 AND corrects_id IS NOT NULL)`,
      [viewer.trustId, id],
    );
    return rows.length > 0;
  }

  async #enter(viewer: Viewer, entry: Entry): Promise<LedgerEntry> {
    const [id = ''] = await this.#ledger.enter(viewer, [entry]);
    return foundAgain(entryById(this.#around.db, viewer, id));
  }
}

const isLevy = ({ source }: FundEntity) => source === FundSource.LEVY;

function roomFor({ amountPence }: FundEntity, morePence: number): void {
  if (amountPence + morePence > mostPence) {
    throw badUserInput('A fund holds at most 2147483647 pence.');
  }
}

async function foundAgain(entry: Promise<LedgerEntry | undefined>): Promise<LedgerEntry> {
  const found = await entry;
  if (!found) throw new Error('an entry of the ledger is gone');
  return found;
}

const openSql = `
  INSERT INTO fund (trust_id, id, name, academic_year, source, school_id)
  VALUES ($1, $2, $3, $4, $5, $6)`;
