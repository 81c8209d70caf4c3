import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { audienceOf } from '../opportunity/audience.types.ts';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import type { OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { noTerms } from '../opportunity/terms.types.ts';
import { type AnnounceSeatsInput, NoSeatToAnnounce } from './cohort-change.types.ts';
import { heldCohort } from './cohort.queries.ts';

/** Seats of a cohort that are for the same people and the same days, and so one opportunity. */
interface Opening {
  readonly cohortId: string;
  readonly name: string;
  readonly purpose: string;
  readonly hostSchoolId: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly seatIds: readonly string[];
  readonly staffGroups: readonly string[];
  readonly schoolIds: readonly string[];
  readonly keptReason: string | null;
  /** The last day for applications: three weeks, or as long as everybody has their days. */
  readonly closesOn: string;
}

/** What was announced, as it is read again under the same key. */
interface Announced {
  readonly id: string;
  readonly opportunities: readonly OpportunityRow[];
}

/** Seats that fall free, told to everybody whom they are for, in time for all to have their days. */
export class SeatAnnouncing {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Announces the seats of a cohort that wait for it, be it once more: for those who run the cohort. The
   * worker does the same each night of what is announced for the first time.
   *
   * @throws NOT_FOUND when the viewer's trust has no such cohort.
   * @throws FORBIDDEN unless the viewer answers for it.
   */
  announce(viewer: Viewer, input: AnnounceSeatsInput) {
    const { cohortId } = input;
    const announce = async (): Promise<Announced | NoSeatToAnnounce> => {
      await heldCohort(this.db, viewer, cohortId, { mayChange: true });
      const openings = await this.openings(viewer, true, cohortId);
      for (const opening of openings) await this.publish(viewer, opening);
      if (openings.length > 0) return this.latest(viewer, cohortId);
      const [next] = await this.db.rows<{ earliestOn: string | null }>(nextSql, [
        ...[viewer.trustId, cohortId, londonDay(this.now())],
      ]);
      return new NoSeatToAnnounce(next?.earliestOn ?? null);
    };
    const again = () => this.latest(viewer, cohortId);
    return this.idempotency.once(viewer, 'announceSeats', input, announce, again);
  }

  /** Announces what is due in the whole trust and was not announced before. Cohorts are held. */
  async announceDue(viewer: Viewer): Promise<void> {
    const publisher = { ...viewer, scopes: new Set(['opportunity:publish']) };
    for (const opening of await this.openings(viewer, false, null)) {
      await this.publish(publisher, opening);
    }
  }

  private openings({ trustId }: Viewer, again: boolean, cohortId: string | null) {
    return this.db.rows<Opening>(openingsSql, [
      ...[trustId, londonDay(this.now()), again, cohortId],
    ]);
  }

  private async publish(viewer: Viewer, opening: Opening): Promise<void> {
    const { trustId, personId } = viewer;
    const { cohortId, seatIds, startsOn, endsOn, keptReason } = opening;
    const { staffGroups, schoolIds } = opening;
    const id = newId();
    const audience = audienceOf({
      ...{ staffGroups: [...staffGroups], schoolIds: [...schoolIds], reason: keptReason },
    });
    await this.db.rows(draftSql, [
      ...[trustId, id, OpportunityKind.COHORT_SEAT, titleOf(opening), summaryOf(opening)],
      ...[opening.hostSchoolId, JSON.stringify(audience), JSON.stringify(noTerms)],
      ...[londonDay(this.now()), opening.closesOn, personId],
    ]);
    await this.db.rows(placesSql, [trustId, id, seatIds.length]);
    await this.db.rows(announcedSql, [trustId, id, cohortId, seatIds, startsOn, endsOn]);
    const published = await this.opportunities.publish(viewer, { id, version: 1 });
    if (published instanceof Refusal)
      throw new Error(`seats are not announced: ${published.message}`);
  }

  private async latest(viewer: Viewer, cohortId: string): Promise<Announced> {
    const today = londonDay(this.now());
    const rows = await this.db.rows<{ id: string }>(
      `SELECT DISTINCT opportunity_id AS id FROM seat_announcement told
        WHERE trust_id = $1 AND cohort_id = $2 AND is_undecided(trust_id, opportunity_id)`,
      [viewer.trustId, cohortId],
    );
    const ids = rows.map(({ id }) => id);
    return { id: cohortId, opportunities: await opportunitiesById(this.db, viewer, today, ids) };
  }
}

function titleOf({ name, seatIds, keptReason }: Opening): string {
  const seats = seatIds.length === 1 ? 'A seat' : `${String(seatIds.length)} seats`;
  return `${seats} in ${name}${keptReason === null ? '' : ', kept for some'}`;
}

const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function summaryOf({ purpose, startsOn, endsOn, keptReason }: Opening): string {
  const last = new Date(Date.parse(endsOn) - 86_400_000);
  const days = `From ${inWords.format(new Date(startsOn))} to ${inWords.format(last)}.`;
  return [purpose, days, ...(keptReason === null ? [] : [`Why they are kept: ${keptReason}`])].join(
    '\n\n',
  );
}

/**
 * Schools for which a seat is kept and at which nobody is any more keep it from nobody; phases are told as
 * the schools that are of them.
 */
const openingsSql = `
  SELECT c.id AS "cohortId", c.name, c.purpose, c.host_school_id AS "hostSchoolId",
         open.starts_on AS "startsOn", open.ends_on AS "endsOn",
         array_agg(s.id::text ORDER BY s.number) AS "seatIds",
         s.staff_groups AS "staffGroups", meant.school_ids AS "schoolIds",
         CASE WHEN s.staff_groups <> '{}' OR meant.school_ids <> '{}' THEN s.kept_reason END AS "keptReason",
         greatest($2::date + 21, (
           SELECT max(school_day_after($1, school_id, $2::date + 7, fair.days))
             FROM (SELECT DISTINCT school_id FROM school_calendar WHERE trust_id = $1) AS schools,
                  fairness_days($1, 'COHORT_SEAT') AS fair)) AS "closesOn"
    FROM seat_openings($1, $2, $3) AS open
    JOIN cohort_seat s ON s.trust_id = $1 AND s.id = open.seat_id
    JOIN cohort c ON c.trust_id = $1 AND c.id = open.cohort_id
   CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(DISTINCT post.school_id::text), '{}') AS school_ids
       FROM roster_assignment post
       LEFT JOIN school_phase p ON p.trust_id = $1 AND p.school_id = post.school_id
      WHERE post.trust_id = $1 AND (s.school_ids <> '{}' OR s.phases <> '{}')
        AND (post.ends_on IS NULL OR post.ends_on > open.starts_on)
        AND (s.school_ids = '{}' OR post.school_id = ANY (s.school_ids))
        AND (s.phases = '{}' OR p.phase = ANY (s.phases))) AS meant
   WHERE $4::uuid IS NULL OR c.id = $4
   GROUP BY c.trust_id, c.id, open.starts_on, open.ends_on, s.staff_groups, meant.school_ids, s.kept_reason
   ORDER BY open.starts_on, c.id, min(s.number)`;

const draftSql = `
  INSERT INTO opportunity (trust_id, id, kind, title, summary, host_school_id, audience, terms, opens_on,
                           closes_on, created_by_id, state, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'DRAFT', 1)`;

const placesSql = `
  INSERT INTO opportunity_place (trust_id, opportunity_id, places) VALUES ($1, $2, $3)`;

const announcedSql = `
  INSERT INTO seat_announcement (trust_id, opportunity_id, cohort_id, seat_id, starts_on, ends_on)
  SELECT $1, $2, $3, seat_id, $5, $6 FROM unnest($4::uuid[]) AS seat_id`;

/** When the next seat of a cohort could be announced: half a year before it falls free. */
const nextSql = `
  SELECT min(greatest(CASE WHEN s.starts_on > $3 THEN s.starts_on ELSE upper(seat_period(s, $3)) END - 183,
                      $3::date)) AS "earliestOn"
    FROM cohort_seat s WHERE s.trust_id = $1 AND s.cohort_id = $2`;
