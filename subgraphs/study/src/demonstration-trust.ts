import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { AwardRecord, TrustRecords } from '@trellis/demonstration/records';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { AwardService } from './award/award.service.ts';
import { fundsById } from './fund/fund.queries.ts';
import { academicYearOf } from './academic-year.ts';
import { openRound } from './demonstration-round.ts';
import { keepStaff } from './demonstration-roster.ts';
import { StudyReportService } from './report/study-report.service.ts';
import { setGoals } from './demonstration-goals.ts';
import { DemonstrationLife } from './demonstration-life.ts';
import type { FundService } from './fund/fund.service.ts';

const awardsABatch = 500;

/** Writes the funds and awards of generated trusts, by the rules that hold for everybody. */
export class DemonstrationLoad {
  readonly #db: Database;
  readonly #funds: FundService;
  readonly #awards: AwardService;
  readonly #life: DemonstrationLife;
  readonly #clock: Clock;

  constructor(db: Database, funds: FundService, awards: AwardService, clock: Clock) {
    this.#life = new DemonstrationLife(db, clock);
    this.#clock = clock;
    this.#db = db;
    this.#funds = funds;
    this.#awards = awards;
  }

  /**
   * Loads one trust in one transaction, unless it is there.
   *
   * @throws Error when a rule refuses a record: then the generator is wrong.
   */
  async load(records: TrustRecords): Promise<void> {
    const { trust, funds, awards, users } = records;
    const viewer = loaderOf(trust.id);
    await this.#db.as(viewer, async () => {
      const ids = funds.map(({ id }) => id);
      if ((await fundsById(this.#db, viewer, ids)).length > 0) return;
      await this.#funds.setAside(viewer, funds);
      // First those that were taken back: their money may have been awarded again.
      await this.#award(viewer, awards.filter(isWithdrawn));
      for (const award of awards.filter(isWithdrawn)) await this.#withdraw(viewer, award);
      const isUsers = ({ personId }: AwardRecord) =>
        users.some((user) => user.personId === personId);
      const offered = awards.filter((award) => !isWithdrawn(award) && isUsers(award));
      const standing = awards.filter((award) => !isWithdrawn(award) && !isUsers(award));
      const agreementId = await this.#life.publishAgreement(viewer);
      await setGoals(this.#db, viewer, londonDay(this.#clock()), agreementId);
      await this.#award(viewer, offered, agreementId);
      for (let start = 0; start < standing.length; start += awardsABatch) {
        await this.#award(viewer, standing.slice(start, start + awardsABatch));
      }
      await this.#life.begin(viewer, offered, agreementId);
      await this.#life.pay(viewer, records);
      await this.#report(viewer, records);
      await openRound(this.#db, viewer, records, { clock: this.#clock, agreementId });
    });
  }

  /** The board has a report of the year before. */
  async #report(viewer: Viewer, records: TrustRecords): Promise<void> {
    const today = londonDay(this.#clock());
    await keepStaff(this.#db, viewer, records, today);
    const academicYear = academicYearOf(today) - 1;
    const reports = new StudyReportService(this.#db, this.#clock);
    refuseRefusals([await reports.publish(viewer, { academicYear })]);
  }

  /** @param agreementId what they have to agree to first; they need not when it is not given. */
  async #award(
    viewer: Viewer,
    awards: readonly AwardRecord[],
    agreementId?: string,
  ): Promise<void> {
    const inTwoWeeks = new Date(this.#clock().getTime() + 14 * 86_400_000);
    const acceptBefore = londonDay(inTwoWeeks);
    const commands = awards.map(({ fundId, amountPence, ...award }) => ({
      ...award,
      costPence: amountPence,
      lines: [{ fundId, amountPence }],
      ...(agreementId !== undefined && { offer: { acceptBefore, agreementId } }),
    }));
    refuseRefusals(await this.#awards.awardAll(viewer, commands));
  }

  async #withdraw(viewer: Viewer, { id, withdrawnOn }: AwardRecord): Promise<void> {
    if (withdrawnOn === null) return;
    const reason = 'Withdrew from the programme.';
    const command = { id, version: 1, reason, withdrawnOn };
    refuseRefusals([await this.#awards.withdrawNow(viewer, command)]);
  }
}

const isWithdrawn = ({ withdrawnOn }: AwardRecord): boolean => withdrawnOn !== null;

function refuseRefusals(results: readonly object[]): void {
  const refusals = results.filter((result) => result instanceof Refusal);
  if (refusals.length === 0) return;
  throw new Error(`The generated data was refused: ${JSON.stringify(refusals.slice(0, 3))}`);
}

const loaderOf = (trustId: string) =>
  jobViewer('demonstration', ['bursary:award', 'study:manage'], trustId);
