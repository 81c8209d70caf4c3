import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { randomBytes } from 'node:crypto';
import type { FairnessService } from '../fairness/fairness.service.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { heldPlaces } from '../place/place.queries.ts';
import { OrganiserOnPanel, PanelMovedOn, TooFewScorers } from './panel-change.types.ts';
import {
  candidatesById,
  type CandidateRow,
  isOfThisRound,
  membersOf,
  panelsById,
} from './panel.queries.ts';
import type { PanelService } from './panel.service.ts';
import { type Panel, PanelState } from './panel.types.ts';
import {
  type LockShortlistInput,
  type RecuseFromCandidateInput,
  type ScoreCandidateInput,
  ScoresMissing,
} from './scoring.types.ts';

/** Scores, and the order that comes of them. */
export class ScoringService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly panels: PanelService,
    private readonly fairness: FairnessService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Gives a candidate points; a later score of the same member replaces an earlier one, which is kept.
   *
   * @throws NOT_FOUND when the viewer has no such candidate to score.
   * @throws FORBIDDEN when the viewer does not sit on the panel.
   * @throws BAD_USER_INPUT when there is not one number for each criterion.
   */
  score(viewer: Viewer, input: ScoreCandidateInput) {
    const { candidateId: id, points, note } = input;
    const score = async () => {
      const { candidate, panel } = await this.forMember(viewer, id);
      if (panel.state !== PanelState.SCORING) return new PanelMovedOn(panel.state);
      const criteria = await this.criteriaOf(viewer, candidate.opportunityId);
      const wanted = Math.max(1, criteria.length);
      if (points.length !== wanted) throw badUserInput(`points has ${String(wanted)} numbers`);
      await this.db.rows(
        `INSERT INTO candidate_score (trust_id, candidate_id, member_id, number, points, note, made_at)
         SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6 FROM candidate_score
          WHERE trust_id = $1 AND candidate_id = $2 AND member_id = $3`,
        [viewer.trustId, id, viewer.personId, points, note ?? null, this.now()],
      );
      return candidate;
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'scoreCandidate', input, score, again);
  }

  /**
   * Takes a candidate from the viewer, who knows by the words who it is.
   *
   * @throws NOT_FOUND or FORBIDDEN as `score` does.
   */
  recuse(viewer: Viewer, input: RecuseFromCandidateInput) {
    const { candidateId: id } = input;
    const { trustId, personId } = viewer;
    const recuse = async () => {
      const { candidate, panel } = await this.forMember(viewer, id, 'FOR UPDATE');
      if (panel.state !== PanelState.SCORING) return new PanelMovedOn(panel.state);
      const [left] = await this.db.rows<{ count: number }>(leftSql, [trustId, id, personId]);
      if (!left || left.count < 2) return new TooFewScorers();
      await this.db.rows(
        `INSERT INTO candidate_recusal (trust_id, candidate_id, member_id, reason)
         VALUES ($1, $2, $3, 'RECOGNISED')`,
        [trustId, id, personId],
      );
      return this.panels.find(viewer, candidate.opportunityId);
    };
    const again = (panelId: string) => this.panels.find(viewer, panelId);
    return this.idempotency.once(viewer, 'recuseFromCandidate', input, recuse, again);
  }

  /**
   * Orders the candidates by their mean points and takes as many as there is room for. Who has nothing
   * for an essential criterion is not taken. Equal points are told apart by lottery, of which seed and
   * result are kept; never by who came first.
   *
   * @throws NOT_FOUND when the viewer's trust has no such panel.
   * @throws FORBIDDEN when its school is not one that the viewer answers for.
   */
  lock(viewer: Viewer, input: LockShortlistInput) {
    const { opportunityId: id, places } = input;
    const lock = async () => {
      await this.opportunities.held(viewer, id);
      await heldPlaces(this.db, viewer, id);
      const { state } = await this.panels.find(viewer, id, 'FOR UPDATE');
      if (await this.panels.sitsOn(viewer, id)) return new OrganiserOnPanel();
      if (state !== PanelState.SCORING) return new PanelMovedOn(state);
      const early = await this.fairness.tooEarly(viewer, id);
      if (early) return early;
      const { trustId } = viewer;
      const missing = await this.db.rows<{ id: string }>(missingSql, [trustId, id]);
      if (missing.length > 0) return new ScoresMissing(missing.map((candidate) => candidate.id));
      const essential = (await this.criteriaOf(viewer, id)).flatMap(({ weight }, index) =>
        weight === 'ESSENTIAL' ? [index + 1] : [],
      );
      const seed = randomBytes(16).toString('hex');
      await this.db.rows(orderSql, [trustId, id, seed, places, essential]);
      await this.db.rows(
        `UPDATE panel AS p SET locked_at = $3, places = $4, lottery_seed = $5
          WHERE trust_id = $1 AND opportunity_id = $2 AND ${isOfThisRound('p')}`,
        [trustId, id, this.now(), places, seed],
      );
      await this.tell(viewer, await this.db.rows<Moved>(applySql, [trustId, id]));
      return this.panels.find(viewer, id);
    };
    const again = () => this.panels.find(viewer, id);
    return this.idempotency.once(viewer, 'lockShortlist', input, lock, again);
  }

  private async forMember(
    viewer: Viewer,
    candidateId: string,
    lock: 'FOR SHARE' | 'FOR UPDATE' = 'FOR SHARE',
  ): Promise<{ candidate: CandidateRow; panel: Panel }> {
    const candidate = await this.find(viewer, candidateId);
    const panelIds = [candidate.opportunityId];
    const [panel] = await panelsById(this.db, viewer, panelIds, lock);
    const members = await membersOf(this.db, viewer, panelIds);
    const isMember = members.some((one) => one.personId === viewer.personId && !one.hasStoodDown);
    if (!panel || !isMember) throw forbidden('Only members of the panel can do this.');
    return { candidate, panel };
  }

  private async find(viewer: Viewer, id: string): Promise<CandidateRow> {
    const [found] = await candidatesById(this.db, viewer, [id].filter(isId));
    if (!found) throw notFound('candidate');
    return found;
  }

  private async criteriaOf({ trustId }: Viewer, id: string): Promise<{ weight: string }[]> {
    return this.db.rows<{ weight: string }>(
      `SELECT criterion ->> 'weight' AS weight
         FROM opportunity, jsonb_array_elements(terms -> 'criteria') WITH ORDINALITY AS c (criterion, place)
        WHERE trust_id = $1 AND id = $2 ORDER BY place`,
      [trustId, id],
    );
  }

  private tell(viewer: Viewer, moved: readonly Moved[]): Promise<void> {
    const events = moved.map(({ id, state, ...data }) => ({
      type: state === 'SHORTLISTED' ? 'application.shortlisted' : 'application.unsuccessful',
      aggregateType: 'Application',
      aggregateId: id,
      data,
    }));
    return new Outbox(this.db).append(viewer, events);
  }
}

interface Moved {
  readonly id: string;
  readonly state: string;
  readonly personId: string;
  readonly opportunityId: string;
}

const newest = `(
  SELECT DISTINCT ON (candidate_id, member_id) candidate_id, points FROM candidate_score
   WHERE trust_id = $1 ORDER BY candidate_id, member_id, number DESC)`;

/** Candidates who did not take their application back meanwhile. */
const standing = `
  candidate c
  JOIN candidate_person link ON link.trust_id = c.trust_id AND link.candidate_id = c.id
  JOIN application a ON a.trust_id = link.trust_id AND a.id = link.application_id
   AND a.state = 'SUBMITTED'`;

const missingSql = `
  SELECT c.id FROM ${standing} LEFT JOIN ${newest} s ON s.candidate_id = c.id
   WHERE c.trust_id = $1 AND c.opportunity_id = $2
   GROUP BY c.id HAVING count(s.points) < 2 ORDER BY c.id`;

/** How many may score the candidate beside the member. */
const leftSql = `
  SELECT count(*)::integer AS count FROM candidate c
    JOIN panel_member m ON m.trust_id = c.trust_id AND m.opportunity_id = c.opportunity_id
     AND m.round = c.round
   WHERE c.trust_id = $1 AND c.id = $2 AND m.person_id <> $3 AND m.stood_down_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM candidate_recusal r WHERE r.trust_id = c.trust_id
                        AND r.candidate_id = c.id AND r.member_id = m.person_id)`;

const orderSql = `
  WITH given AS (
    SELECT c.id, s.points FROM ${standing} JOIN ${newest} s ON s.candidate_id = c.id
     WHERE c.trust_id = $1 AND c.opportunity_id = $2
  ), means AS (
    SELECT g.id, avg((SELECT sum(point) FROM unnest(g.points) AS point)) AS mean,
           NOT EXISTS (
             SELECT 1 FROM unnest($5::integer[]) AS essential
              WHERE (SELECT sum(all_of.points[essential]) FROM given all_of WHERE all_of.id = g.id) = 0
           ) AS is_able
      FROM given g GROUP BY g.id
  ), ordered AS (
    SELECT id, mean, is_able, count(*) OVER (PARTITION BY is_able, mean) > 1 AS drawn,
           row_number() OVER (
             ORDER BY is_able DESC, mean DESC, sha256(convert_to($3 || id::text, 'UTF8'))) AS place
      FROM means
  )
  UPDATE candidate c
     SET mean_points = ordered.mean, place = ordered.place, drawn = ordered.drawn,
         able = ordered.is_able,
         shortlisted = ordered.is_able AND ordered.place <= $4
    FROM ordered WHERE c.trust_id = $1 AND c.id = ordered.id`;

const applySql = `
  WITH moved AS (
    UPDATE application a
       SET state = CASE WHEN c.shortlisted THEN 'SHORTLISTED' ELSE 'UNSUCCESSFUL' END,
           version = a.version + 1
      FROM candidate c
      JOIN candidate_person link ON link.trust_id = c.trust_id AND link.candidate_id = c.id
     WHERE c.trust_id = $1 AND c.opportunity_id = $2 AND ${isOfThisRound('c')}
       AND c.shortlisted IS NOT NULL
       AND a.trust_id = link.trust_id AND a.id = link.application_id
    RETURNING a.id, a.state, a.person_id AS "personId", a.opportunity_id AS "opportunityId"
  )
  SELECT * FROM moved`;
