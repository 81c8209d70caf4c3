import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { GivenAnswer } from './answer.types.ts';
import type { ApplicationStep } from './application-step.types.ts';
import type { Application } from './application.types.ts';

/** An application as read for a viewer. */
export interface ApplicationRow extends Application {
  readonly opportunityId: string;
  readonly personId: string;
  /** When a place was offered, and for which days; nulls when none was. */
  readonly offeredAt: Date | null;
  readonly offerStartsOn: string | null;
  readonly offerEndsOn: string | null;
}

/** @returns whether the viewer may read applications of others at all, be it for some schools. */
export const mayReadApplications = ({ scopes }: Viewer) => scopes.has('application:read');

/** That a row of `table` is of an application by somebody to whom the viewer is close, as one who runs it. */
const isOfSomebodyClose = (table: string) => `EXISTS (
  SELECT 1 FROM organiser_conflict f WHERE f.trust_id = ${table}.trust_id
     AND f.opportunity_id = ${table}.opportunity_id AND f.person_id = ${table}.person_id
     AND f.organiser_id = (select app.person()))`;

/** The applications that the viewer may see, the latest first. */
export function applicationList(viewer: Viewer, name: string): List {
  const parameters = new SqlParameters();
  return {
    name,
    select: columns,
    from: 'application a',
    where: visible(viewer, parameters),
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'a.submitted_at', type: 'timestamptz' },
        { sql: 'a.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

/**
 * Those of the ids that the viewer may see.
 *
 * @param lock for a change: what is read then stays so until the operation ends.
 */
export async function applicationsById(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<ApplicationRow[]> {
  const parameters = new SqlParameters();
  const where = [...visible(viewer, parameters), `a.id = ANY (${parameters.add(ids)}::uuid[])`];
  return db.rows<ApplicationRow>(
    `SELECT ${columns} FROM application a WHERE ${where.join(' AND ')} ${lock}`,
    parameters.values,
  );
}

/**
 * The one application of a person for an opportunity that stands: of the round in which it is, or of an
 * earlier one that gave them a place.
 */
export async function standingApplication(
  db: Database,
  { trustId }: Viewer,
  opportunityId: string,
  personId: string,
): Promise<ApplicationRow | undefined> {
  const [standing] = await db.rows<ApplicationRow>(
    `SELECT ${columns} FROM application a WHERE a.trust_id = $1 AND a.opportunity_id = $2
        AND a.person_id = $3 AND a.withdrawn_at IS NULL
        AND (a.round = current_round($1, $2) OR a.state = 'ACCEPTED')`,
    [trustId, opportunityId, personId],
  );
  return standing;
}

/** A step as read. */
export interface StepRow extends ApplicationStep {
  readonly applicationId: string;
}

/** What became of applications, the first step first. Row security shows those of visible ones. */
export function stepsOf(
  db: Database,
  { trustId }: Viewer,
  applicationIds: readonly string[],
): Promise<StepRow[]> {
  return db.rows<StepRow>(
    `SELECT application_id AS "applicationId", state, made_at AS "madeAt" FROM application_step
      WHERE trust_id = $1 AND application_id = ANY ($2::uuid[]) ORDER BY application_id, number`,
    [trustId, applicationIds],
  );
}

/** What was said to the criteria, as read. */
export interface AnswersRow {
  readonly applicationId: string;
  readonly answers: readonly GivenAnswer[];
}

/** What applications say to the criteria, but for those of whom the viewer is close to. Row security shows those of visible ones. */
export function answersOf(
  db: Database,
  { trustId }: Viewer,
  applicationIds: readonly string[],
): Promise<AnswersRow[]> {
  return db.rows<AnswersRow>(
    `SELECT id AS "applicationId", answers FROM application a
      WHERE trust_id = $1 AND id = ANY ($2::uuid[]) AND NOT ${isOfSomebodyClose('a')}`,
    [trustId, applicationIds],
  );
}

const columns = `
  a.id, a.opportunity_id AS "opportunityId", a.round, a.person_id AS "personId", a.state,
  CASE WHEN NOT ${isOfSomebodyClose('a')} THEN a.statement END AS statement,
  a.submitted_at AS "submittedAt", a.withdrawn_at AS "withdrawnAt", a.version,
  a.offered_at AS "offeredAt", a.offer_starts_on AS "offerStartsOn", a.offer_ends_on AS "offerEndsOn"`;

/**
 * Of the viewer's trust, and the viewer's own or those for schools whose applications they read, but for
 * what they applied for themselves. Row security hides beside these what the viewer is to score without knowing whose it is.
 */
function visible(viewer: Viewer, parameters: SqlParameters): string[] {
  const ours = `a.trust_id = ${parameters.add(viewer.trustId)}`;
  const me = parameters.add(viewer.personId);
  const own = `a.person_id = ${me}`;
  if (!mayReadApplications(viewer)) return [ours, own];
  const asReader = hasNotApplied('a', me);
  if (viewer.allPlaces) return [ours, `(${own} OR ${asReader})`];
  const atPlaces = `EXISTS (
    SELECT 1 FROM opportunity host WHERE host.trust_id = a.trust_id AND host.id = a.opportunity_id
       AND host.host_school_id = ANY (${parameters.add(viewer.placeIds)}::uuid[]))`;
  return [ours, `(${own} OR ${atPlaces} AND ${asReader})`];
}

/** That the person `me` (SQL) did not apply for that of which a row of `table` is; no person has not. */
export const hasNotApplied = (table: string, me: string) => `NOT EXISTS (
  SELECT 1 FROM application AS mine WHERE mine.trust_id = ${table}.trust_id
     AND mine.opportunity_id = ${table}.opportunity_id AND mine.person_id = ${me}::uuid
     AND mine.withdrawn_at IS NULL)`;

/** That the viewer runs, of that of which a row of `table` is, nothing for which somebody close to them applied. */
export const isCloseToNone = (table: string) => `NOT EXISTS (
  SELECT 1 FROM application AS theirs WHERE theirs.trust_id = ${table}.trust_id
     AND theirs.opportunity_id = ${table}.opportunity_id AND theirs.withdrawn_at IS NULL
     AND ${isOfSomebodyClose('theirs')})`;

/**
 * Nobody decides of what they applied for, or somebody close to them, nor who gets it, be it for their own
 * school.
 *
 * @throws FORBIDDEN which names who does.
 */
export async function refuseConcerned(db: Database, viewer: Viewer, id: string): Promise<void> {
  const [{ hasApplied, isClose } = { hasApplied: false, isClose: false }] = await db.rows<{
    hasApplied: boolean;
    isClose: boolean;
  }>(
    `SELECT NOT ${hasNotApplied('it', '$3')} AS "hasApplied", NOT ${isCloseToNone('it')} AS "isClose"
       FROM (VALUES ($1::uuid, $2::uuid)) AS it (trust_id, opportunity_id)`,
    [viewer.trustId, id, viewer.personId],
  );
  if (hasApplied) throw forbidden('You applied for it: somebody else decides of it.');
  if (!isClose) return;
  throw forbidden(
    'Somebody close to you applied for it: the people team, or another who answers for it, decides of it.',
  );
}
