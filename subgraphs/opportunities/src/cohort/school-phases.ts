import type { Database } from '@trellis/subgraph-kit/database';
import type { EntityReader } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';

const schoolShape = z.object({ phase: z.object({ code: z.string() }).nullable() });

/** Which phase each school is of, as people last said. */
export class SchoolPhases {
  constructor(
    private readonly db: Database,
    private readonly people: EntityReader,
  ) {}

  /** @returns the GIAS code of each school at which somebody works. */
  async of(viewer: Viewer): Promise<Map<string, string>> {
    const schools = await this.db.rows<{ id: string }>(
      'SELECT DISTINCT school_id AS id FROM roster_assignment WHERE trust_id = $1',
      [viewer.trustId],
    );
    const keys = schools.map(({ id }) => ({ type: 'School', id }));
    const facts = await this.people.read(viewer, keys, 'phase { code }', schoolShape);
    return new Map(
      keys.flatMap(({ id }, at) => {
        const code = facts[at]?.phase?.code;
        return code === undefined ? [] : [[id, code] as const];
      }),
    );
  }

  /** Takes note of them, for seats that are kept for phases. */
  async learn(viewer: Viewer): Promise<void> {
    const phases = await this.of(viewer);
    await this.db.rows(
      `INSERT INTO school_phase (trust_id, school_id, phase)
       SELECT $1, school_id, phase FROM unnest($2::uuid[], $3::text[]) AS told (school_id, phase)
       ON CONFLICT (trust_id, school_id) DO UPDATE SET phase = excluded.phase`,
      [viewer.trustId, [...phases.keys()], [...phases.values()]],
    );
  }
}
