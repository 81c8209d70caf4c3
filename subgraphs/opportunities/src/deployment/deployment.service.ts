import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { PlacementKind } from '../placement/placement-kind.types.ts';
import { PlacementParty } from '../placement/placement-part.types.ts';
import { answersFor } from '../placement/placement.queries.ts';
import type { PlacementService } from '../placement/placement.service.ts';
import {
  BeyondContract,
  LendingDaysUnclear,
  LentAlready,
  NotToBeHad,
  type ProposeDeploymentInput,
} from './deployment-change.types.ts';
import {
  foundDeployment,
  foundNeed,
  foundOffer,
  leftOf,
  type NeedRow,
  type OfferRow,
} from './deployment.queries.ts';

/** Lends a specialist's days to another school. */
export class DeploymentService {
  constructor(
    private readonly db: Database,
    private readonly placements: PlacementService,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Proposes to lend days of an offer for a need. They are kept for it from then on. The person and the
   * head of their school are asked, as for any placement; whoever needs them has agreed by proposing.
   *
   * @throws NOT_FOUND when the viewer's trust has no such need or offer.
   * @throws FORBIDDEN unless the viewer answers for the school that needs somebody.
   */
  propose(viewer: Viewer, input: ProposeDeploymentInput) {
    const propose = async () => {
      const need = await foundNeed(this.db, viewer, input.needId);
      if (!answersFor(viewer, need.schoolId))
        throw forbidden('Its head says whom a school borrows.');
      // Holding the offer, of which each person has few, lets two who want the same days come in turn.
      const offer = await foundOffer(this.db, viewer, input.offerId, 'FOR UPDATE');
      await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [offer.personId]);
      const days = [...input.days].sort();
      const refusal = await this.refusal(viewer, need, offer, days, input);
      if (refusal) return refusal;
      const id = await this.prepare(viewer, need, offer, days);
      await this.db.rows(lendSql, [
        ...[viewer.trustId, id, need.id, offer.id, offer.homeSchoolId, need.schoolId],
        ...[offer.ratePence, await this.minutesADay(viewer, input)],
      ]);
      await this.db.rows(daysSql, [viewer.trustId, id, offer.personId, days]);
      return foundDeployment(this.db, viewer, id);
    };
    const again = (id: string) => foundDeployment(this.db, viewer, id);
    return this.idempotency.once(viewer, 'proposeDeployment', input, propose, again);
  }

  private async refusal(
    viewer: Viewer,
    need: NeedRow,
    offer: OfferRow,
    days: readonly string[],
    input: ProposeDeploymentInput,
  ) {
    const isOpen = need.withdrawnAt === null && offer.withdrawnAt === null;
    const isOther =
      offer.subjectCodes.includes(need.subjectCode) && offer.homeSchoolId !== need.schoolId;
    if (!isOpen || !isOther || offer.approvedAt === null) return new NotToBeHad();
    const year = (day: string) => Number(day.slice(0, 4)) - (day.slice(5, 7) < '09' ? 1 : 0);
    const fits = (day: string) =>
      day >= need.startsOn && day < need.endsOn && year(day) === offer.academicYear;
    if (!days.every(fits)) return new LendingDaysUnclear();
    const taken = await this.db.rows<{ day: string }>(
      `SELECT day FROM deployment_day WHERE trust_id = $1 AND person_id = $2 AND day = ANY ($3::date[])
          AND state <> 'RELEASED' ORDER BY day`,
      [viewer.trustId, offer.personId, days],
    );
    if (taken.length > 0) return new LentAlready(taken.map(({ day }) => day));
    const left = await leftOf(this.db, viewer, offer.id, days.at(-1) ?? need.startsOn);
    const minutes = days.length * (await this.minutesADay(viewer, input));
    const isBeyond = days.length > left.days || minutes > left.minutes;
    return isBeyond ? new BeyondContract(left.days, Math.floor(left.minutes / 60)) : undefined;
  }

  private async prepare(viewer: Viewer, need: NeedRow, offer: OfferRow, days: readonly string[]) {
    const { personId, homeSchoolId } = offer;
    const startsOn = days[0] ?? need.startsOn;
    const endsOn = dayAfter(days.at(-1) ?? startsOn);
    const [id = ''] = await this.placements.make(viewer, [
      {
        ...{ personId, kind: PlacementKind.DEPLOYMENT, homeSchoolId, hostSchoolId: need.schoolId },
        ...{ startsOn, endsOn, weekdays: weekdaysOf(days), purpose: need.purpose },
        ...{ opportunityId: null, applicationId: null, agreementId: null },
        agreed: [{ party: PlacementParty.HOST_HEAD, reason: null, byId: viewer.personId }],
      },
    ]);
    return id;
  }

  private async minutesADay({ trustId }: Viewer, { minutesADay }: ProposeDeploymentInput) {
    if (minutesADay != null) return minutesADay;
    const [policy] = await this.db.rows<{ minutes: number }>(
      `SELECT least(hours_a_year * 60 / days_a_year, 720) AS minutes FROM lending_policy
        WHERE trust_id = $1`,
      [trustId],
    );
    return policy?.minutes ?? usualMinutes;
  }
}

/** 1,265 hours over 195 days. */
const usualMinutes = Math.floor((1_265 * 60) / 195);

const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function weekdaysOf(days: readonly string[]): number[] {
  const all = days.map((day) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
  return [...new Set(all)].sort();
}

const lendSql = `
  INSERT INTO deployment (trust_id, id, need_id, offer_id, home_school_id, host_school_id, rate_pence,
                          minutes_a_day)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const daysSql = `
  INSERT INTO deployment_day (trust_id, deployment_id, person_id, day, state)
  SELECT $1, $2, $3, unnest($4::date[]), 'LENT'`;
