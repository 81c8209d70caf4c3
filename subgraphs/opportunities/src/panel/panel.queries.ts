import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { GivenAnswer } from '../application/answer.types.ts';
import {
  hasNotApplied,
  isCloseToNone,
  mayReadApplications,
} from '../application/application.queries.ts';
import type { Candidate, CandidateScore, Panel, PanelMember } from './panel.types.ts';

/** A candidate as read for a viewer. */
export interface CandidateRow extends Candidate {
  readonly opportunityId: string;
}

/** A member as read. */
export interface PanelMemberRow extends PanelMember {
  readonly panelId: string;
  readonly personId: string;
}

/** A member's newest score of a candidate. */
export interface ScoreRow extends CandidateScore {
  readonly candidateId: string;
}

/** That a row of `table` is of the round in which its opportunity is, so not of one that has ended. */
export const isOfThisRound = (table: string) =>
  `${table}.round = current_round(${table}.trust_id, ${table}.opportunity_id)`;

/**
 * Panels by opportunity, of the round in which it is: those that the viewer sits on, or may read the
 * applications for.
 */
export async function panelsById(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
  lock: '' | 'FOR UPDATE' | 'FOR SHARE' = '',
): Promise<Panel[]> {
  const parameters = new SqlParameters();
  const where = [
    `p.trust_id = ${parameters.add(viewer.trustId)}`,
    `p.opportunity_id = ANY (${parameters.add(ids)}::uuid[])`,
    isOfThisRound('p'),
    ...seen(viewer, parameters, 'p'),
  ];
  return db.rows<Panel>(
    `SELECT p.opportunity_id AS id, p.round, p.places, p.locked_at AS "lockedAt",
            p.lottery_seed AS "lotterySeed",
            CASE WHEN p.locked_at IS NOT NULL THEN 'LOCKED'
                 WHEN p.scoring_from IS NOT NULL THEN 'SCORING' ELSE 'FORMING' END AS state
       FROM panel p WHERE ${where.join(' AND ')} ${lock && `${lock} OF p`}`,
    parameters.values,
  );
}

/** The members of panels, of the round in which the opportunity is. */
export function membersOf(
  db: Database,
  { trustId }: Viewer,
  panelIds: readonly string[],
): Promise<PanelMemberRow[]> {
  return db.rows<PanelMemberRow>(
    `SELECT opportunity_id AS "panelId", person_id AS "personId",
            declared_at IS NOT NULL AS "hasDeclared", stood_down_at IS NOT NULL AS "hasStoodDown"
       FROM panel_member m WHERE trust_id = $1 AND opportunity_id = ANY ($2::uuid[])
        AND ${isOfThisRound('m')}
      ORDER BY person_id`,
    [trustId, panelIds],
  );
}

/** Candidates of panels in the order of their random ids, without those who are not the viewer's to score. */
export function candidateList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Panel.candidates',
    select: candidateColumns,
    from: 'candidate c',
    where: theirs(viewer, parameters),
    parameters,
    sort: { name: 'RANDOM', keys: [{ sql: 'c.id', type: 'uuid' }] },
  };
}

/** The same by id. */
export function candidatesById(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<CandidateRow[]> {
  const parameters = new SqlParameters();
  const where = [...theirs(viewer, parameters), `c.id = ANY (${parameters.add(ids)}::uuid[])`];
  return db.rows<CandidateRow>(
    `SELECT ${candidateColumns} FROM candidate c WHERE ${where.join(' AND ')}`,
    parameters.values,
  );
}

/** Whom candidates are, as far as row security tells the viewer. */
export function peopleBehind(
  db: Database,
  { trustId }: Viewer,
  candidateIds: readonly string[],
): Promise<{ candidateId: string; personId: string }[]> {
  return db.rows(
    `SELECT candidate_id AS "candidateId", person_id AS "personId" FROM candidate_person
      WHERE trust_id = $1 AND candidate_id = ANY ($2::uuid[])`,
    [trustId, candidateIds],
  );
}

/** The viewer's own newest scores. */
export function ownScores(
  db: Database,
  { trustId, personId }: Viewer,
  candidateIds: readonly string[],
): Promise<ScoreRow[]> {
  return db.rows<ScoreRow>(
    `SELECT DISTINCT ON (candidate_id) candidate_id AS "candidateId", points, note,
            made_at AS "madeAt"
       FROM candidate_score
      WHERE trust_id = $1 AND candidate_id = ANY ($2::uuid[]) AND member_id = $3
      ORDER BY candidate_id, number DESC`,
    [trustId, candidateIds, personId],
  );
}

/** What candidates said to the criteria, as read. */
export interface CandidateAnswersRow {
  readonly candidateId: string;
  readonly answers: readonly GivenAnswer[];
}

/** What candidates said to the criteria. Row security shows it to those who choose and who run it. */
export function answersOfCandidates(
  db: Database,
  { trustId }: Viewer,
  candidateIds: readonly string[],
): Promise<CandidateAnswersRow[]> {
  return db.rows<CandidateAnswersRow>(
    `SELECT id AS "candidateId", answers FROM candidate
      WHERE trust_id = $1 AND id = ANY ($2::uuid[])`,
    [trustId, candidateIds],
  );
}

const candidateColumns = `
  c.id, c.statement, c.place, c.drawn AS "isDrawn", c.shortlisted AS "isShortlisted",
  c.opportunity_id AS "opportunityId", (c.mean_points * 100)::integer AS "meanPointsHundredths"`;

function theirs(viewer: Viewer, parameters: SqlParameters): string[] {
  const person = parameters.add(viewer.personId);
  return [
    `c.trust_id = ${parameters.add(viewer.trustId)}`,
    isOfThisRound('c'),
    ...seen(viewer, parameters, 'c'),
    `NOT EXISTS (SELECT 1 FROM candidate_recusal r WHERE r.trust_id = c.trust_id
        AND r.candidate_id = c.id AND r.member_id = ${person} AND c.shortlisted IS NOT TRUE)`,
  ];
}

/** The viewer sits on the panel of `table`, or may read the applications for its school; and neither they nor any close to them made one. */
function seen(viewer: Viewer, parameters: SqlParameters, table: string): string[] {
  const me = parameters.add(viewer.personId);
  const asReader = `${hasNotApplied(table, me)} AND ${isCloseToNone(table)}`;
  if (mayReadApplications(viewer) && viewer.allPlaces) return [asReader];
  const sits = `EXISTS (SELECT 1 FROM panel_member m WHERE m.trust_id = ${table}.trust_id
     AND m.opportunity_id = ${table}.opportunity_id AND m.round = ${table}.round
     AND m.stood_down_at IS NULL
     AND m.person_id = ${me}::uuid)`;
  if (!mayReadApplications(viewer)) return [sits];
  const atPlaces = `EXISTS (SELECT 1 FROM opportunity host WHERE host.trust_id = ${table}.trust_id
     AND host.id = ${table}.opportunity_id
     AND host.host_school_id = ANY (${parameters.add(viewer.placeIds)}::uuid[]))`;
  return [`(${sits} OR ${atPlaces} AND ${asReader})`];
}
