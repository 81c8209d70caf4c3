import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { academicYearOf } from '../academic-year.ts';
import { FundTooSmall, OwnAward } from '../award/award-change.types.ts';
import { answersFor, type AwardRow, awardsById, holdAward } from '../award/award.queries.ts';
import { FundOfLastYear } from '../award/line-refusal.types.ts';
import { worksElsewhere } from '../employment/employment.queries.ts';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import { ApprovedByYourself } from '../fund/fund-money.types.ts';
import { lockFunds } from '../fund/fund.queries.ts';
import { type Entry, Ledger, ofFund, ofLine, transfer } from '../ledger/ledger.service.ts';
import {
  type MovableLine,
  movableSql,
  movedInstalmentsSql,
  movedLinesSql,
  newSchoolSql,
  noteMoveSql,
} from './award-move.queries.ts';
import {
  type MoveAwardToSchoolInput,
  type MoveRefusal,
  NoFundOfYear,
  NothingToMove,
} from './award-move.types.ts';

type HeldFund = NonNullable<ReturnType<Awaited<ReturnType<typeof lockFunds>>['get']>>;
type Moved = MovableLine & { readonly newId: string; readonly intoId: string };

/** What a school still pays for somebody’s study may move with them to another school of the trust. */
export class AwardMoveService {
  readonly #around: MoneySurroundings;
  readonly #ledger: Ledger;

  constructor(around: MoneySurroundings) {
    this.#around = around;
    this.#ledger = new Ledger(around.db);
  }

  /**
   * Moves what other schools’ funds promised and did not pay to funds of the school at which the person
   * works now, and the award with it. What was paid stays where it was paid, and so does what finance was
   * asked to pay. Without this nothing moves, wherever the person works.
   *
   * @returns the award, or the refusal.
   * @throws NOT_FOUND when the viewer answers for no such award or school, there is no such fund or
   * approver, or the person does not work at the school.
   * @throws BAD_USER_INPUT for funds of another owner. CONFLICT when the award has changed.
   */
  move(viewer: Viewer, input: MoveAwardToSchoolInput): Promise<AwardRow | MoveRefusal> {
    const { people, idempotency } = this.#around;
    const move = async () => {
      const approver = idOrNone(input.approvedById).toLowerCase();
      if (approver === viewer.personId) return new ApprovedByYourself();
      const [unknown] = await people.unknownTo(viewer, [{ type: 'Person', id: approver }]);
      if (unknown) throw notFound('person');
      const award = await this.#hold(viewer, input);
      if (award.personId === viewer.personId) return new OwnAward();
      return this.#move(viewer, award, input, approver);
    };
    const again = (id: string) => this.#find(viewer, id);
    return idempotency.once<AwardRow, MoveRefusal>(viewer, 'moveAwardToSchool', input, move, again);
  }

  async #move(
    viewer: Viewer,
    award: AwardRow,
    input: MoveAwardToSchoolInput,
    approvedById: string,
  ) {
    const { db, clock } = this.#around;
    const { trustId } = viewer;
    const { id: awardId, personId } = award;
    const today = londonDay(clock());
    const schoolId = idOrNone(input.schoolId).toLowerCase();
    if (await worksElsewhere(db, viewer, personId, [schoolId], today)) throw notFound('school');
    const lines = await db.rows<MovableLine>(movableSql, [trustId, awardId, schoolId]);
    if (lines.length === 0 || award.schoolId === schoolId) return new NothingToMove();
    const funds = await this.#holdFunds(viewer, schoolId, lines, input.fundIds);
    const moved = fit(lines, funds, academicYearOf(today));
    if (moved instanceof Refusal) return moved;
    const json = JSON.stringify(moved);
    await db.rows(movedLinesSql, [trustId, json, schoolId]);
    const reason = `Moved to another school: ${input.reason}`;
    const about = { enteredOn: today, awardId, approvedById, reason };
    await this.#enter(viewer, moved, about);
    await db.rows(movedInstalmentsSql, [trustId, json]);
    const pence = moved.reduce((sum, line) => sum + line.pence, 0);
    await db.rows(noteMoveSql, [
      ...[trustId, newId(), awardId, award.schoolId, schoolId, today, pence],
      ...[input.reason, approvedById],
    ]);
    await db.rows(newSchoolSql, [trustId, awardId, schoolId]);
    return this.#find(viewer, awardId);
  }

  /** Each promise goes back to its fund and is made anew by the other. */
  async #enter(viewer: Viewer, moved: readonly Moved[], about: Omit<Entry, 'kind' | 'postings'>) {
    const source = 'SCHOOL';
    const out = moved.flatMap(({ id, fundId, pence }) =>
      transfer(ofLine('COMMITMENT', { id, source, fundId }), ofFund({ id: fundId, source }), pence),
    );
    const into = moved.flatMap(({ newId: id, intoId: fundId, pence }) =>
      transfer(ofFund({ id: fundId, source }), ofLine('COMMITMENT', { id, source, fundId }), pence),
    );
    await this.#ledger.enter(viewer, [
      { kind: 'CARRY_OUT', ...about, postings: out },
      { kind: 'CARRY_IN', ...about, postings: into },
    ]);
  }

  /** The funds that were named, by year; held together with those that paid, in the order of ids. */
  async #holdFunds(
    viewer: Viewer,
    schoolId: string,
    lines: readonly MovableLine[],
    named: readonly string[],
  ): Promise<ReadonlyMap<number, HeldFund>> {
    const ids = named.map((id) => idOrNone(id).toLowerCase());
    const all = [...lines.map(({ fundId }) => fundId), ...ids];
    const funds = await this.#around.db.transaction((tx) => lockFunds(tx, viewer, all));
    const byYear = new Map<number, HeldFund>();
    for (const id of ids) {
      const fund = funds.get(id);
      if (!fund) throw notFound('fund');
      if (fund.schoolId !== schoolId || byYear.has(fund.academicYear)) {
        throw badUserInput('fundIds are funds of that school, one for each academic year.');
      }
      byYear.set(fund.academicYear, fund);
    }
    return byYear;
  }

  async #hold(viewer: Viewer, { id, version }: MoveAwardToSchoolInput): Promise<AwardRow> {
    const award = await holdAward(this.#around.db, viewer, idOrNone(id));
    if (!award || !answersFor(viewer, award.schoolId)) throw notFound('award');
    if (award.version !== version) {
      throw new Fault('CONFLICT', 'Somebody else changed this award first.', {
        currentVersion: award.version,
      });
    }
    return award;
  }

  async #find(viewer: Viewer, id: string): Promise<AwardRow> {
    const [award] = await awardsById(this.#around.db, viewer, [id]);
    if (!award) throw notFound('award');
    return award;
  }
}

/** @returns each line with the fund that takes it, or why one cannot. */
function fit(
  lines: readonly MovableLine[],
  funds: ReadonlyMap<number, HeldFund>,
  thisYear: number,
): Moved[] | NoFundOfYear | FundOfLastYear | FundTooSmall {
  const left = new Map([...funds].map(([year, { remainingPence }]) => [year, remainingPence]));
  const moved: Moved[] = [];
  for (const line of lines) {
    const { academicYear, pence } = line;
    const fund = funds.get(academicYear);
    if (!fund) return new NoFundOfYear(academicYear);
    if (fund.closedOn !== null || academicYear < thisYear) return new FundOfLastYear(academicYear);
    const rest = left.get(academicYear) ?? 0;
    if (pence > rest) return new FundTooSmall(rest);
    left.set(academicYear, rest - pence);
    moved.push({ ...line, newId: newId(), intoId: fund.id });
  }
  return moved;
}
