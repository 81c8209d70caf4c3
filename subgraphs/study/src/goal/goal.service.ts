import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { goalsById, type GoalRow } from './goal.queries.ts';
import type { SetDevelopmentGoalInput } from './goal.types.ts';

/** Sets what study is to serve. */
export class GoalService {
  constructor(
    private readonly db: Database,
    private readonly people: EntityDirectory,
    private readonly idempotency: Idempotency,
  ) {}

  /** @throws NOT_FOUND when the viewer cannot see such a school. */
  set(viewer: Viewer, input: SetDevelopmentGoalInput): Promise<GoalRow> {
    const { academicYear, schoolId = null, team = null, title, description = null } = input;
    const write = async () => {
      if (schoolId !== null) await this.#refuseUnknown(viewer, schoolId);
      const id = newId();
      await this.db.rows(
        `INSERT INTO development_goal (trust_id, id, academic_year, school_id, team, title, description)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [viewer.trustId, id, academicYear, schoolId, team, title, description],
      );
      return this.find(viewer, id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once<GoalRow>(viewer, 'setDevelopmentGoal', input, write, again);
  }

  /** @throws NOT_FOUND when the trust has no such goal. */
  async find(viewer: Viewer, id: string): Promise<GoalRow> {
    const [goal] = await goalsById(this.db, viewer, [idOrNone(id)]);
    if (!goal) throw notFound('goal');
    return goal;
  }

  async #refuseUnknown(viewer: Viewer, schoolId: string): Promise<void> {
    const key = { type: 'School' as const, id: idOrNone(schoolId) };
    const [unknown] = await this.people.unknownTo(viewer, [key]);
    if (unknown) throw notFound('school');
  }
}
