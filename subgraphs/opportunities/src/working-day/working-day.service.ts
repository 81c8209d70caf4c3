import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { PlacementService } from '../placement/placement.service.ts';
import {
  NoPostThere,
  type SetWorkingWeekInput,
  WorkingDaysClash,
  type WorkingWeek,
} from './working-day.types.ts';

/** On which days of the week somebody who is part-time, or at several schools, is where. */
export class WorkingDayService {
  constructor(
    private readonly db: Database,
    private readonly placements: PlacementService,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Says when somebody works where, in the place of what was said before. Heads of schools that turn
   * out to do without them on the days of a placement are asked about it.
   *
   * @throws NOT_FOUND when the viewer's trust has no such person.
   * @throws FORBIDDEN unless it is the viewer, or somebody with a post at a school they answer for.
   */
  set(viewer: Viewer, input: SetWorkingWeekInput) {
    const { personId, days } = input;
    const week: WorkingWeek = { id: personId };
    const set = async () => {
      const posts = await this.postsOf(viewer, personId);
      const isTheirs = viewer.allPlaces || posts.some((school) => viewer.placeIds.includes(school));
      const mayAsHead = viewer.scopes.has('opportunity:publish') && isTheirs;
      if (personId !== viewer.personId && !mayAsHead) {
        throw forbidden('Everybody says it for themselves, or their head does.');
      }
      const weekdays = days.map(({ weekday }) => weekday);
      const twice = weekdays.filter((day, place) => weekdays.indexOf(day) < place);
      if (twice.length > 0) return new WorkingDaysClash([...new Set(twice)]);
      const elsewhere = days.map(({ schoolId }) => schoolId).filter((id) => !posts.includes(id));
      if (elsewhere.length > 0) return new NoPostThere([...new Set(elsewhere)]);
      await this.db.rows('DELETE FROM working_day WHERE trust_id = $1 AND person_id = $2', [
        viewer.trustId,
        personId,
      ]);
      await this.db.rows(setSql, [viewer.trustId, personId, JSON.stringify(days)]);
      await this.placements.ask(viewer, await this.preparing(viewer, personId));
      return week;
    };
    return this.idempotency.once(viewer, 'setWorkingWeek', input, set, () => Promise.resolve(week));
  }

  private async preparing({ trustId }: Viewer, personId: string): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT id FROM placement WHERE trust_id = $1 AND person_id = $2 AND state = 'PREPARING'
        ORDER BY id FOR UPDATE`,
      [trustId, personId],
    );
    return rows.map(({ id }) => id);
  }

  private async postsOf({ trustId }: Viewer, personId: string): Promise<string[]> {
    const found = await this.db.rows<{ schoolIds: string[] }>(
      `SELECT ARRAY (SELECT DISTINCT post.school_id::text FROM roster_assignment post
                      WHERE post.trust_id = person.trust_id AND post.person_id = person.id)
              AS "schoolIds"
         FROM roster_person person WHERE trust_id = $1 AND id = $2 FOR UPDATE OF person`,
      [trustId, isId(personId) ? personId : null],
    );
    const [person] = found;
    if (!person) throw notFound('person');
    return person.schoolIds;
  }
}

const setSql = `
  INSERT INTO working_day (trust_id, person_id, weekday, school_id)
  SELECT $1, $2, weekday, "schoolId"
    FROM json_to_recordset($3) AS day (weekday smallint, "schoolId" uuid)`;
