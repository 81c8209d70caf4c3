import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { academicYearOf } from '../academic-year.ts';
import type { AwardRefusal } from '../award/award-change.types.ts';
import type { AwardService } from '../award/award.service.ts';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import { fundsById } from '../fund/fund.queries.ts';
import { FundingSource } from '../ledger/ledger.types.ts';
import { lackingReleases } from '../release/school-release.queries.ts';
import { ReleaseNotAgreed } from '../release/school-release.types.ts';
import type { RoundRow } from '../round/round.queries.ts';
import type { RoundService } from '../round/round.service.ts';
import {
  BursaryApplicationMovedOn,
  NotNextInOrder,
  type OfferBursaryInput,
} from './bursary-application-change.types.ts';
import type { BursaryApplicationRow } from './bursary-application.queries.ts';
import type { BursaryApplicationService } from './bursary-application.service.ts';

type OfferRefusal = BursaryApplicationMovedOn | ReleaseNotAgreed | NotNextInOrder | AwardRefusal;

/** What a bursary’s offers need. */
export interface OfferSurroundings extends MoneySurroundings {
  readonly awards: AwardService;
  readonly rounds: RoundService;
  readonly applications: BursaryApplicationService;
}

/** Offers awards in the order of a locked round, by the terms that it was announced with. */
export class BursaryOfferService {
  constructor(private readonly around: OfferSurroundings) {}

  /**
   * Offers an award to the next in the order. The scheme pays its share up to its cap, the person the
   * rest. Holds the round, so that two offers made at once do not take the same place.
   *
   * @returns the application with its offer, or the refusal that a person can act on.
   * @throws NOT_FOUND when the viewer may not know of such an application, or there is no such fund.
   */
  offer(viewer: Viewer, input: OfferBursaryInput): Promise<BursaryApplicationRow | OfferRefusal> {
    const { applications, idempotency, clock } = this.around;
    const { acceptBefore } = input;
    if (acceptBefore <= londonDay(clock())) throw badUserInput('acceptBefore is a day to come.');
    const offer = async () => {
      const { roundId } = await applications.find(viewer, input.id);
      const round = await this.around.rounds.find(viewer, roundId, 'FOR UPDATE');
      const application = await applications.find(viewer, input.id, 'FOR UPDATE OF a');
      const { id, stage, state, version: currentVersion } = application;
      if (currentVersion !== input.version) {
        throw new Fault('CONFLICT', 'Somebody else changed this application first.', {
          currentVersion,
        });
      }
      if (stage !== 'WAITLISTED') return new BursaryApplicationMovedOn(state);
      if (application.releaseDays > 0 && application.headReleases !== true) {
        return new ReleaseNotAgreed(await lackingReleases(this.around.db, viewer, id));
      }
      if (!(await this.#isNext(viewer, round, id))) return new NotNextInOrder();
      const award = await this.#award(viewer, round, application, input);
      if (award instanceof Refusal) return award;
      await this.around.db.rows(offeredSql, [viewer.trustId, id, award.id]);
      return applications.find(viewer, id);
    };
    return idempotency.once<BursaryApplicationRow, OfferRefusal>(
      viewer,
      'offerBursary',
      input,
      offer,
      (id) => applications.find(viewer, id),
    );
  }

  async #award(
    viewer: Viewer,
    { terms, id: roundId }: RoundRow,
    application: BursaryApplicationRow,
    { fundId, otherYears, acceptBefore }: OfferBursaryInput,
  ) {
    const { personId, schoolId, programmeCode, costPence } = application;
    const awardedOn = londonDay(this.around.clock());
    const share = Math.floor((costPence * terms.sharePercent) / 100);
    const amountPence = Math.min(share, terms.capPence);
    const fund = idOrNone(fundId).toLowerCase();
    const [known] = await fundsById(this.around.db, viewer, [fund]);
    const academicYear = known?.academicYear ?? academicYearOf(awardedOn);
    const ruleVersion = `ROUND@${roundId}`;
    const restPence = costPence - amountPence;
    const rest = { source: FundingSource.SELF, academicYear, amountPence: restPence };
    const others = (otherYears ?? []).map(({ fundId: id, amountPence: pence }) => ({
      ...{ fundId: id, amountPence: pence, ruleVersion },
    }));
    const firstPence = others.reduce((left, { amountPence: pence }) => left - pence, amountPence);
    if (firstPence < 1) throw badUserInput('otherYears pay less than the scheme’s share together.');
    const first = { fundId: fund, amountPence: firstPence, ruleVersion };
    const lines = [first, ...others, ...(restPence > 0 ? [rest] : [])];
    const offer = { acceptBefore, agreementId: terms.agreementId };
    const whom = { personId, schoolId, programmeCode };
    const capPence = terms.capPence;
    return this.around.awards.offer(viewer, {
      ...{ ...whom, costPence, lines, awardedOn, capPence, offer },
    });
  }

  /** Whether a place is free and nobody before them waits who could have it. */
  async #isNext({ trustId }: Viewer, { id, places }: RoundRow, applicationId: string) {
    const [row] = await this.around.db.rows<{ taken: number; ahead: number }>(orderSql, [
      ...[trustId, id, applicationId],
    ]);
    return row !== undefined && row.taken + row.ahead < places;
  }
}

const offeredSql = `
  UPDATE bursary_application SET stage = 'OFFERED', award_id = $3, version = version + 1
   WHERE trust_id = $1 AND id = $2`;

/** Declined and withdrawn awards leave their place to the next; the window is not run again. */
const orderSql = `
  WITH placed AS (
    SELECT a.id, a.stage, c.place, w.status FROM bursary_application a
      JOIN bursary_candidate_person link ON link.trust_id = a.trust_id AND link.application_id = a.id
      JOIN bursary_candidate c ON c.trust_id = a.trust_id AND c.id = link.candidate_id
      LEFT JOIN award w ON w.trust_id = a.trust_id AND w.id = a.award_id
     WHERE a.trust_id = $1 AND a.round_id = $2)
  SELECT count(*) FILTER (WHERE stage = 'OFFERED'
                            AND status NOT IN ('DECLINED', 'WITHDRAWN', 'CANCELLED'))::integer AS taken,
         count(*) FILTER (WHERE stage = 'WAITLISTED'
           AND place < (SELECT place FROM placed WHERE id = $3))::integer AS ahead
    FROM placed`;
