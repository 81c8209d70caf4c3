import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { answersFor } from '../placement/placement.queries.ts';
import { refuseStale } from '../visit/visit.queries.ts';
import {
  type ApproveLendingOfferInput,
  LendingDaysUnclear,
  NoPostToLendFrom,
  NotToBeHad,
  type OfferDaysInput,
  type SetLendingPolicyInput,
  type StateSpecialistNeedInput,
  type WithdrawLendingInput,
} from './deployment-change.types.ts';
import { foundNeed, foundOffer } from './deployment.queries.ts';
import type { LendingPolicy } from './deployment.types.ts';

/** What schools need and what specialists offer. */
export class LendingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityFinder & EntityReader,
    private readonly now: Clock,
  ) {}

  /**
   * States that a school looks for a specialist.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school.
   * @throws FORBIDDEN when it is not one that the viewer answers for.
   */
  stateNeed(viewer: Viewer, input: StateSpecialistNeedInput) {
    const { schoolId, startsOn, endsOn } = input;
    const state = async () => {
      await this.refuseUnknownSchools(viewer, [schoolId]);
      if (!answersFor(viewer, schoolId)) throw forbidden('Its head says what a school needs.');
      if (endsOn <= startsOn) return new LendingDaysUnclear();
      const id = newId();
      const { easting, northing } = await this.placeOf(viewer, schoolId);
      await this.db.rows(needSql, [
        ...[viewer.trustId, id, schoolId, input.subjectCode, input.phase ?? null, input.purpose],
        ...[input.days, startsOn, endsOn, this.now(), viewer.personId, easting, northing],
      ]);
      return foundNeed(this.db, viewer, id);
    };
    const again = (id: string) => foundNeed(this.db, viewer, id);
    return this.idempotency.once(viewer, 'stateSpecialistNeed', input, state, again);
  }

  /** Takes a need back; what is agreed for it stands. @throws as `stateNeed` does, and CONFLICT. */
  withdrawNeed(viewer: Viewer, input: WithdrawLendingInput) {
    const { id } = input;
    const withdraw = async () => {
      const need = await foundNeed(this.db, viewer, id, 'FOR UPDATE');
      if (!answersFor(viewer, need.schoolId)) throw forbidden('Its head takes it back.');
      refuseStale(need, input.version);
      await this.db.rows(withdrawSql('specialist_need'), [viewer.trustId, id, this.now()]);
      return foundNeed(this.db, viewer, id);
    };
    const again = () => foundNeed(this.db, viewer, id);
    return this.idempotency.once(viewer, 'withdrawSpecialistNeed', input, withdraw, again);
  }

  /**
   * Offers days of the viewer's own, to be approved by the head of the school of their main post.
   *
   * @throws FORBIDDEN when the viewer is no person.
   * @throws NOT_FOUND when the viewer's trust has no such school.
   */
  offer(viewer: Viewer, input: OfferDaysInput) {
    const { personId } = viewer;
    if (personId === null) throw forbidden('Only a signed-in person can do this, for themselves.');
    const offer = async () => {
      await this.refuseUnknownSchools(viewer, input.schoolIds);
      const [made] = await this.db.rows<{ id: string; homeSchoolId: string }>(offerSql, [
        ...[viewer.trustId, newId(), personId, input.academicYear, input.subjectCodes],
        ...[input.phases, input.schoolIds, input.days, this.now(), input.withinMiles ?? null],
      ]);
      if (!made) return new NoPostToLendFrom();
      const { easting, northing } = await this.placeOf(viewer, made.homeSchoolId);
      await this.db.rows(
        'UPDATE lending_offer SET easting = $3, northing = $4 WHERE trust_id = $1 AND id = $2',
        [viewer.trustId, made.id, easting, northing],
      );
      return foundOffer(this.db, viewer, made.id);
    };
    const again = (id: string) => foundOffer(this.db, viewer, id);
    return this.idempotency.once(viewer, 'offerDays', input, offer, again);
  }

  /**
   * Approves that days are offered, at a cost, or says another cost of what is lent from then on.
   *
   * @throws NOT_FOUND, CONFLICT, or FORBIDDEN unless the viewer answers for the home school and it is not
   *   their own offer.
   */
  approve(viewer: Viewer, input: ApproveLendingOfferInput) {
    const { id, ratePence } = input;
    const approve = async () => {
      const offer = await foundOffer(this.db, viewer, id, 'FOR UPDATE');
      if (!answersFor(viewer, offer.homeSchoolId) || offer.personId === viewer.personId) {
        throw forbidden('The head of the school approves it, and nobody for themselves.');
      }
      refuseStale(offer, input.version);
      if (offer.withdrawnAt !== null) return new NotToBeHad();
      await this.db.rows(
        `UPDATE lending_offer SET rate_pence = $3, approved_at = $4, approved_by_id = $5,
                version = version + 1 WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, ratePence, this.now(), viewer.personId],
      );
      return foundOffer(this.db, viewer, id);
    };
    const again = () => foundOffer(this.db, viewer, id);
    return this.idempotency.once(viewer, 'approveLendingOffer', input, approve, again);
  }

  /** Takes an offer back; what is lent of it stands. @throws NOT_FOUND, FORBIDDEN or CONFLICT. */
  withdrawOffer(viewer: Viewer, input: WithdrawLendingInput) {
    const { id } = input;
    const withdraw = async () => {
      const offer = await foundOffer(this.db, viewer, id, 'FOR UPDATE');
      if (offer.personId !== viewer.personId && !answersFor(viewer, offer.homeSchoolId)) {
        throw forbidden('Whoever offered it takes it back, or the head of their school.');
      }
      refuseStale(offer, input.version);
      await this.db.rows(withdrawSql('lending_offer'), [viewer.trustId, id, this.now()]);
      return foundOffer(this.db, viewer, id);
    };
    const again = () => foundOffer(this.db, viewer, id);
    return this.idempotency.once(viewer, 'withdrawLendingOffer', input, withdraw, again);
  }

  /** Says what a full-time year has. @throws FORBIDDEN unless the viewer answers for all schools. */
  setPolicy(viewer: Viewer, input: SetLendingPolicyInput) {
    const { daysAYear, hoursAYear } = input;
    if (!viewer.allPlaces) throw forbidden('Only those who answer for all schools set policies.');
    const find = async () => {
      const [kept] = await this.db.rows<LendingPolicy>(
        `SELECT id, days_a_year AS "daysAYear", hours_a_year AS "hoursAYear" FROM lending_policy
          WHERE trust_id = $1`,
        [viewer.trustId],
      );
      if (!kept) throw notFound('policy');
      return kept;
    };
    const set = async () => {
      await this.db.rows(policySql, [
        ...[viewer.trustId, newId(), daysAYear, hoursAYear, this.now(), viewer.personId],
      ]);
      return find();
    };
    return this.idempotency.once(viewer, 'setLendingPolicy', input, set, find);
  }

  /** Where a school is; nulls where that is not known. */
  private async placeOf(viewer: Viewer, id: string) {
    const fields = 'position { easting northing }';
    const [school] = await this.people.read(viewer, [{ type: 'School', id }], fields, placed);
    return school?.position ?? { easting: null, northing: null };
  }

  private async refuseUnknownSchools(viewer: Viewer, ids: readonly string[]): Promise<void> {
    const known = ids.filter(isId);
    const keys = known.map((id) => ({ type: 'School', id }));
    const unknown = await this.people.unknownTo(viewer, keys);
    if (known.length < ids.length || unknown.length > 0) throw notFound('school');
  }
}

const placed = z.object({
  position: z.object({ easting: z.number(), northing: z.number() }).nullish(),
});

const needSql = `
  INSERT INTO specialist_need (trust_id, id, school_id, subject_code, phase, purpose, days, starts_on,
                               ends_on, stated_at, stated_by_id, easting, northing)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const withdrawSql = (table: 'specialist_need' | 'lending_offer') => `
  UPDATE ${table} SET withdrawn_at = coalesce(withdrawn_at, $3), version = version + 1
   WHERE trust_id = $1 AND id = $2`;

const offerSql = `
  INSERT INTO lending_offer (trust_id, id, person_id, home_school_id, academic_year, subject_codes, phases,
                             school_ids, days, offered_at, within_miles)
  SELECT $1, $2, $3, post.school_id, $4, $5, $6, $7::uuid[], $8, $9, $10
    FROM roster_assignment post
   WHERE post.trust_id = $1 AND post.person_id = $3
     AND (post.ends_on IS NULL OR post.ends_on > ($9::timestamptz AT TIME ZONE 'Europe/London')::date)
   ORDER BY post.is_primary DESC, post.fte DESC, post.id LIMIT 1
  RETURNING id, home_school_id AS "homeSchoolId"`;

const policySql = `
  INSERT INTO lending_policy (trust_id, id, days_a_year, hours_a_year, set_at, set_by_id)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (trust_id) DO UPDATE SET days_a_year = excluded.days_a_year,
    hours_a_year = excluded.hours_a_year, set_at = excluded.set_at, set_by_id = excluded.set_by_id`;
