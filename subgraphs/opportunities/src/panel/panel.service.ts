import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { refuseUnknownPeople } from '../person/person.queries.ts';
import {
  type AppointPanelInput,
  type DeclareConflictsInput,
  MemberApplied,
  MembersUndeclared,
  NotShortlisting,
  OrganiserOnPanel,
  PanelMovedOn,
  type StartScoringInput,
  TooFewScorers,
} from './panel-change.types.ts';
import { isOfThisRound, membersOf, type PanelMemberRow, panelsById } from './panel.queries.ts';
import { type Panel, PanelState } from './panel.types.ts';

const weighing: readonly OpportunityState[] = [
  OpportunityState.SHORTLISTING,
  OpportunityState.DECIDING, // whoever went on too early comes back to it
];

/** Who chooses, and that they do not choose among those they are close to. */
export class PanelService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Names the panel, or names it anew before it scores.
   *
   * @throws NOT_FOUND when the viewer's trust has no such opportunity or person.
   * @throws FORBIDDEN when its school is not one that the viewer answers for.
   */
  appoint(viewer: Viewer, input: AppointPanelInput) {
    const { opportunityId: id, memberIds } = input;
    const appoint = async () => {
      await this.opportunities.held(viewer, id);
      const isNamed = viewer.personId !== null && memberIds.includes(viewer.personId);
      if (isNamed || (await this.sitsOn(viewer, id))) return new OrganiserOnPanel();
      await refuseUnknownPeople(this.db, viewer, memberIds);
      const applied = await this.appliedAmong(viewer, id, memberIds);
      if (applied.length > 0) return new MemberApplied(applied);
      const [standing] = await panelsById(this.db, viewer, [id], 'FOR UPDATE');
      if (standing && standing.state !== PanelState.FORMING)
        return new PanelMovedOn(standing.state);
      await this.db.rows(appointSql, [viewer.trustId, id, memberIds, this.now()]);
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'appointPanel', input, appoint, again);
  }

  /**
   * Notes whom a member is close to, before anybody's application is read.
   *
   * @throws FORBIDDEN when the viewer does not sit on that panel.
   */
  declare(viewer: Viewer, input: DeclareConflictsInput) {
    const { opportunityId: id, personIds } = input;
    const declare = async () => {
      const panel = await this.find(viewer, id, 'FOR SHARE');
      await this.refuseOthers(viewer, id);
      if (panel.state !== PanelState.FORMING) return new PanelMovedOn(panel.state);
      const { trustId, personId } = viewer;
      await refuseUnknownPeople(this.db, viewer, personIds);
      await this.db.rows(declareSql, [trustId, id, personId, personIds, this.now()]);
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'declareConflicts', input, declare, again);
  }

  /**
   * Lays the applications before the panel, without names and in an order that says nothing. Line
   * managers, and those who said that they are close to somebody, are not given that application.
   *
   * @throws NOT_FOUND or FORBIDDEN as `appoint` does.
   */
  startScoring(viewer: Viewer, input: StartScoringInput) {
    const { opportunityId: id } = input;
    const start = async () => {
      const { state } = await this.opportunities.held(viewer, id);
      const panel = await this.find(viewer, id, 'FOR UPDATE');
      if (await this.sitsOn(viewer, id)) return new OrganiserOnPanel();
      if (panel.state !== PanelState.FORMING) return new PanelMovedOn(panel.state);
      if (!weighing.includes(state)) return new NotShortlisting(state);
      const standing = (await membersOf(this.db, viewer, [id])).filter(isStanding);
      const undeclared = standing.filter(({ hasDeclared }) => !hasDeclared);
      if (undeclared.length > 0) {
        return new MembersUndeclared(undeclared.map(({ personId }) => personId));
      }
      if (await this.wouldLackScorers(viewer, id)) return new TooFewScorers();
      const params = [viewer.trustId, id];
      await this.db.rows(candidatesSql, params);
      await this.db.rows(recusalsSql, params);
      await this.db.rows(
        `UPDATE panel AS p SET scoring_from = $3 WHERE trust_id = $1 AND opportunity_id = $2
            AND ${isOfThisRound('p')}`,
        [...params, this.now()],
      );
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'startScoring', input, start, again);
  }

  /** @throws NOT_FOUND when there is no panel that the viewer may see. */
  async find(
    viewer: Viewer,
    id: string,
    lock: '' | 'FOR UPDATE' | 'FOR SHARE' = '',
  ): Promise<Panel> {
    const [found] = await panelsById(this.db, viewer, [id].filter(isId), lock);
    if (!found) throw notFound('panel');
    return found;
  }

  /** Whoever sits on a panel reads no names, so would lay none before it and order none. */
  async sitsOn(viewer: Viewer, id: string): Promise<boolean> {
    const members = (await membersOf(this.db, viewer, [id])).filter(isStanding);
    return members.some(({ personId }) => personId === viewer.personId);
  }

  private async refuseOthers(viewer: Viewer, id: string): Promise<void> {
    if (await this.sitsOn(viewer, id)) return;
    throw forbidden('Only members of the panel can do this.');
  }

  private async appliedAmong({ trustId }: Viewer, id: string, people: readonly string[]) {
    const applied = await this.db.rows<{ personId: string }>(
      `SELECT person_id AS "personId" FROM application WHERE trust_id = $1 AND opportunity_id = $2
          AND person_id = ANY ($3::uuid[]) AND withdrawn_at IS NULL`,
      [trustId, id, people],
    );
    return applied.map(({ personId }) => personId);
  }

  private async wouldLackScorers({ trustId }: Viewer, id: string): Promise<boolean> {
    const [lacking] = await this.db.rows(
      `SELECT a.id FROM application a JOIN panel_member m
           ON m.trust_id = a.trust_id AND m.opportunity_id = a.opportunity_id
          AND m.round = a.round AND m.stood_down_at IS NULL
        WHERE a.trust_id = $1 AND a.opportunity_id = $2 AND a.state = 'SUBMITTED'
        GROUP BY a.id HAVING count(*) FILTER (WHERE NOT (${isClose})) < 2 LIMIT 1`,
      [trustId, id],
    );
    return lacking !== undefined;
  }
}

const isStanding = ({ hasStoodDown }: PanelMemberRow) => !hasStoodDown;

const appointSql = `
  WITH made AS (
    INSERT INTO panel (trust_id, opportunity_id, round) SELECT $1, $2, current_round($1, $2)
    ON CONFLICT DO NOTHING
  ), gone AS (
    UPDATE panel_member AS m SET stood_down_at = $4 WHERE trust_id = $1 AND opportunity_id = $2
       AND ${isOfThisRound('m')} AND person_id <> ALL ($3::uuid[]) AND stood_down_at IS NULL
  )
  INSERT INTO panel_member (trust_id, opportunity_id, round, person_id)
  SELECT $1, $2, current_round($1, $2), unnest($3::uuid[])
  ON CONFLICT (trust_id, opportunity_id, round, person_id) DO UPDATE SET stood_down_at = NULL`;

const declareSql = `
  WITH declared AS (
    UPDATE panel_member AS m SET declared_at = $5
     WHERE trust_id = $1 AND opportunity_id = $2 AND person_id = $3 AND ${isOfThisRound('m')}
  )
  INSERT INTO panel_conflict (trust_id, opportunity_id, round, member_id, person_id)
  SELECT $1, $2, current_round($1, $2), $3, unnest($4::uuid[]) ON CONFLICT DO NOTHING`;

/** Member `m` manages whoever made application `a`. */
const manages = `EXISTS (
  SELECT 1 FROM roster_person r, jsonb_to_recordset(r.managers) AS link ("personId" uuid)
   WHERE r.trust_id = a.trust_id AND r.id = a.person_id AND link."personId" = m.person_id)`;

/** Member `m` said that they are close to them. */
const declared = `EXISTS (
  SELECT 1 FROM panel_conflict f WHERE f.trust_id = a.trust_id
     AND f.opportunity_id = a.opportunity_id AND f.round = m.round
     AND f.member_id = m.person_id AND f.person_id = a.person_id)`;

const isClose = `${manages} OR ${declared}`;

const candidatesSql = `
  WITH drawn AS (
    SELECT gen_random_uuid() AS id, a.trust_id, a.opportunity_id, a.round, a.id AS application_id,
           a.person_id, a.statement, a.answers
      FROM application a
     WHERE a.trust_id = $1 AND a.opportunity_id = $2 AND a.state = 'SUBMITTED'
  ), laid AS (
    INSERT INTO candidate (trust_id, id, opportunity_id, round, statement, answers)
    SELECT trust_id, id, opportunity_id, round, statement, answers FROM drawn RETURNING id
  )
  INSERT INTO candidate_person (trust_id, candidate_id, application_id, person_id)
  SELECT trust_id, drawn.id, application_id, person_id FROM drawn JOIN laid USING (id)`;

const recusalsSql = `
  INSERT INTO candidate_recusal (trust_id, candidate_id, member_id, reason)
  SELECT a.trust_id, link.candidate_id, m.person_id,
         CASE WHEN ${manages} THEN 'LINE_MANAGER' ELSE 'DECLARED' END
    FROM application a
    JOIN candidate_person link ON link.trust_id = a.trust_id AND link.application_id = a.id
    JOIN panel_member m ON m.trust_id = a.trust_id AND m.opportunity_id = a.opportunity_id
     AND m.round = a.round
   WHERE a.trust_id = $1 AND a.opportunity_id = $2 AND ${isOfThisRound('a')} AND (${isClose})`;
