import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { worksElsewhere } from '../employment/employment.queries.ts';
import type { ReleaseDaysAtInput } from './school-release.types.ts';

/** How many days fall in a school; its id in small letters. */
interface DaysAt {
  readonly schoolId: string;
  readonly days: number;
}

/** What is asked of schools, and by whom. */
interface Asking {
  readonly id: string;
  readonly personId: string;
  readonly schoolId: string;
  readonly releaseDays: number;
}

/**
 * @returns how days of release fall among schools; none where nobody said.
 * @throws BAD_USER_INPUT when a school is named twice, or the days do not come to all of them.
 */
export function daysAt({
  releaseDays,
  releaseAt,
}: {
  readonly releaseDays?: number;
  readonly releaseAt?: readonly ReleaseDaysAtInput[] | null;
}): DaysAt[] {
  if (releaseAt == null) return [];
  const all = releaseAt.map(({ schoolId, days }) => ({
    ...{ schoolId: idOrNone(schoolId).toLowerCase(), days },
  }));
  if (new Set(all.map(({ schoolId }) => schoolId)).size < all.length) {
    throw badUserInput('releaseAt names each school once.');
  }
  if (releaseDays !== undefined && totalOf(all) !== releaseDays) {
    throw badUserInput('The days of releaseAt come to releaseDays.');
  }
  return all;
}

/** @returns the days in all. */
export const totalOf = (all: readonly DaysAt[]) => all.reduce((sum, { days }) => sum + days, 0);

/** Asks the schools at which somebody works to release them. */
export class ReleaseRequestService {
  constructor(private readonly db: Database) {}

  /** @throws NOT_FOUND when they do not work at one of the schools from the day on. */
  async checkPosts(viewer: Viewer, personId: string, all: readonly DaysAt[], today: string) {
    if (all.length === 0) return;
    const ids = all.map(({ schoolId }) => schoolId);
    if (await worksElsewhere(this.db, viewer, personId, ids, today)) throw notFound('school');
  }

  /** Notes how the days fall; no day falls any more in a school that is not named. */
  async say({ trustId }: Viewer, applicationId: string, all: readonly DaysAt[]): Promise<void> {
    await this.db.rows(saySql, [trustId, applicationId, JSON.stringify(all)]);
  }

  /**
   * Asks the schools that were named, or else each at which the person works. One alone is asked for all
   * days; of several nobody knows how many fall in which.
   *
   * @throws NOT_FOUND when they no longer work at a school that was named.
   */
  async ask(viewer: Viewer, application: Asking, today: string): Promise<void> {
    const { id, personId, schoolId, releaseDays } = application;
    const { trustId } = viewer;
    const named = await this.db.rows<DaysAt>(
      `SELECT school_id AS "schoolId", days FROM school_release
        WHERE trust_id = $1 AND application_id = $2 AND days > 0`,
      [trustId, id],
    );
    await this.checkPosts(viewer, personId, named, today);
    await this.db.rows(askSql, [trustId, id, personId, schoolId, releaseDays, today]);
  }
}

const saySql = `
  WITH said AS (SELECT * FROM json_to_recordset($3) AS row ("schoolId" uuid, days integer)),
  kept AS (
    INSERT INTO school_release (trust_id, application_id, school_id, days)
    SELECT $1, $2, "schoolId", days FROM said
    ON CONFLICT (trust_id, application_id, school_id) DO UPDATE SET days = excluded.days)
  UPDATE school_release SET days = 0
   WHERE trust_id = $1 AND application_id = $2
     AND school_id NOT IN (SELECT "schoolId" FROM said)`;

const askSql = `
  INSERT INTO school_release (trust_id, application_id, school_id, days)
  SELECT $1, $2, school.id, CASE WHEN count(*) OVER () = 1 THEN $5::integer END
    FROM (SELECT $4::uuid AS id
           UNION
          SELECT school_id FROM roster_assignment
           WHERE trust_id = $1 AND person_id = $3 AND $5 > 0
             AND (ends_on IS NULL OR ends_on > $6)) AS school
   WHERE NOT EXISTS (
     SELECT 1 FROM school_release WHERE trust_id = $1 AND application_id = $2)`;
