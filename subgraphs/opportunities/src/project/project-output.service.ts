import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor } from '../placement/placement.queries.ts';
import { NotInTheTeam } from './project-change.types.ts';
import { outputsById, type ProjectOutputRow } from './project-output.queries.ts';
import {
  type AddProjectOutputInput,
  OutputUnclear,
  type WithdrawProjectOutputInput,
} from './project-output.types.ts';
import { foundTeam, membersOf } from './project.queries.ts';

/** What project teams make. */
export class ProjectOutputService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Keeps what a team made, with whoever of it made that.
   *
   * @throws NOT_FOUND when the viewer may see no such team.
   * @throws FORBIDDEN unless the viewer is or was in the team, or answers for it.
   */
  add(viewer: Viewer, input: AddProjectOutputInput) {
    const { teamId, link = null, text = null, madeOn, authorIds } = input;
    const today = londonDay(this.now());
    const add = async () => {
      const { schoolId } = await foundTeam(this.db, viewer, today, teamId);
      const members = await membersOf(this.db, viewer, today, [teamId]);
      const isMember = members.some(({ personId }) => personId === viewer.personId);
      if (!isMember && !answersFor(viewer, schoolId)) {
        throw forbidden('Its members say what a team made, and those who answer for it.');
      }
      if ((link === null && text === null) || madeOn > today) return new OutputUnclear();
      const had = new Set(
        members.filter(({ joinedOn }) => joinedOn <= madeOn).map(({ personId }) => personId),
      );
      const strangers = authorIds.filter((one) => !had.has(one));
      if (strangers.length > 0) return new NotInTheTeam(strangers);
      const id = newId();
      await this.db.rows(addSql, [
        ...[viewer.trustId, id, teamId, input.kind, input.title, link, text, madeOn],
        ...[this.now(), viewer.personId, authorIds],
      ]);
      return this.find(viewer, id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'addProjectOutput', input, add, again);
  }

  /** Takes an output back. @throws NOT_FOUND, or FORBIDDEN unless theirs or the viewer's to answer for. */
  withdraw(viewer: Viewer, input: WithdrawProjectOutputInput) {
    const { id } = input;
    const today = londonDay(this.now());
    const withdraw = async () => {
      const output = await this.find(viewer, id);
      const { schoolId } = await foundTeam(this.db, viewer, today, output.teamId);
      const isTheirs =
        viewer.personId !== null &&
        [...output.authorIds, output.addedById].includes(viewer.personId);
      if (!isTheirs && !answersFor(viewer, schoolId)) {
        throw forbidden('Whoever made it takes it back, or those who answer for the team.');
      }
      await this.db.rows(
        `UPDATE project_output SET withdrawn_at = coalesce(withdrawn_at, $3)
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, this.now()],
      );
      return output;
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'withdrawProjectOutput', input, withdraw, again);
  }

  private async find(viewer: Viewer, id: string): Promise<ProjectOutputRow> {
    const [found] = await outputsById(this.db, viewer, [id].filter(isId));
    if (!found) throw notFound('output');
    return found;
  }
}

const addSql = `
  WITH output AS (
    INSERT INTO project_output (trust_id, id, team_id, kind, title, link, text, made_on, added_at,
                                added_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING trust_id, id)
  INSERT INTO project_output_author (trust_id, output_id, person_id)
  SELECT trust_id, id, unnest($11::uuid[]) FROM output`;
