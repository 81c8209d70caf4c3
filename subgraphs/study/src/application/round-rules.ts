import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { serviceAgreements } from '../employment/employment.queries.ts';
import { goalsById } from '../goal/goal.queries.ts';
import { findProgramme } from '../programme/programme.queries.ts';
import type { RoundRow } from '../round/round.queries.ts';

/** What the rules look at. */
export interface Asked {
  readonly schoolId: string;
  readonly programmeCode: string;
  readonly goalId?: string | null | undefined;
  readonly projectQuestion?: string | null | undefined;
}

interface Standing {
  readonly since: string | null;
  readonly hasLeft: boolean;
  readonly isAgency: boolean;
  readonly schoolIds: readonly string[];
  readonly staffGroups: readonly string[];
}

/** Who may apply in a round for what, by its terms. */
export class RoundRules {
  constructor(private readonly db: Database) {}

  /**
   * @returns what is against it, in words, and the staff groups that the person has.
   * @throws NOT_FOUND when there is no such programme or goal, or the person does not work at the school.
   */
  async check(viewer: Viewer, personId: string, round: RoundRow, asked: Asked) {
    const { trustId } = viewer;
    const { terms, opensOn } = round;
    const programme = await findProgramme(this.db, asked.programmeCode, opensOn);
    if (!programme) throw notFound('programme');
    if (asked.goalId != null) {
      const [goal] = await goalsById(this.db, viewer, [idOrNone(asked.goalId)]);
      if (!goal) throw notFound('goal');
    }
    const [standing] = await this.db.rows<Standing>(standingSql, [
      ...[trustId, personId, opensOn, serviceAgreements],
    ]);
    const schoolId = idOrNone(asked.schoolId).toLowerCase();
    if (!standing?.schoolIds.includes(schoolId)) throw notFound('school');
    const { staffGroups } = standing;
    const needed = monthsBefore(opensOn, terms.serviceMonths);
    const lacksProject = terms.asksProject && !asked.projectQuestion;
    const wrong = [
      ...(standing.isAgency ? ['Somebody else employs you: it is for the trust’s own staff.'] : []),
      ...(standing.hasLeft ? ['Nobody who leaves the trust is given new study money.'] : []),
      ...(isNone(terms.staffGroups, staffGroups) ? ['It is for other staff groups.'] : []),
      ...(isNone(terms.programmeKinds, [programme.kind]) ? ['It is for other programmes.'] : []),
      ...(standing.since === null || standing.since > needed
        ? [`One must have been employed since ${needed}.`]
        : []),
      ...(lacksProject ? ['It asks for a project: say what it would find out.'] : []),
    ];
    return { wrong, staffGroups };
  }

  /** Whether the viewer is the person’s line manager on that day. */
  async manages({ trustId, personId }: Viewer, ofId: string, today: string): Promise<boolean> {
    const rows = await this.db.rows(managesSql, [trustId, ofId, personId, today]);
    return rows.length > 0;
  }
}

const isNone = (wanted: readonly string[], there: readonly string[]) =>
  wanted.length > 0 && !there.some((one) => wanted.includes(one));

/** The same day of an earlier month; its last one where it has no such day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** Two employments count together: since the first of those that run, by either’s staff group. */
const standingSql = `
  SELECT min(c.starts_on)::text AS since,
         coalesce(max(c.ends_on) < 'infinity', true) AS "hasLeft",
         coalesce(bool_and(c.type = ANY ($4)), false) AS "isAgency",
         ARRAY (SELECT DISTINCT a.school_id::text FROM roster_assignment a
                 WHERE a.trust_id = $1 AND a.person_id = $2
                   AND (a.ends_on IS NULL OR a.ends_on > $3)) AS "schoolIds",
         ARRAY (SELECT DISTINCT g FROM roster_assignment a, unnest(a.staff_groups) AS g
                 WHERE a.trust_id = $1 AND a.person_id = $2
                   AND (a.ends_on IS NULL OR a.ends_on > $3)) AS "staffGroups"
    FROM roster_person p
    LEFT JOIN LATERAL (
      SELECT "startsOn" AS starts_on, coalesce("endsOn", 'infinity') AS ends_on, type
        FROM jsonb_to_recordset(p.contracts)
             AS contract ("startsOn" date, "endsOn" date, type text)
       WHERE "endsOn" IS NULL OR "endsOn" > $3) AS c ON true
   WHERE p.trust_id = $1 AND p.id = $2 AND p.status <> 'MERGED' GROUP BY p.id`;

const managesSql = `
  SELECT 1 FROM roster_person p, jsonb_to_recordset(p.managers)
         AS link ("personId" uuid, "startsOn" date, "endsOn" date)
   WHERE p.trust_id = $1 AND p.id = $2 AND link."personId" = $3 AND link."startsOn" <= $4
     AND (link."endsOn" IS NULL OR link."endsOn" > $4)`;
