import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { awardsById } from '../award/award.queries.ts';
import { AwardStatus } from '../award/award.types.ts';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import { heldProject, type ProjectRow, projectsOfAwards } from './project.queries.ts';
import {
  ProjectStartedAlready,
  ProjectUnfinished,
  type RecordProjectInput,
  type ShareProjectInput,
  type StartProjectInput,
} from './project.types.ts';

/** What those who study find out, and with whom they share it. */
export class ProjectService {
  constructor(private readonly around: MoneySurroundings) {}

  /** @throws NOT_FOUND when the viewer has no such award that is offered or runs. */
  start(viewer: Viewer, input: StartProjectInput): Promise<ProjectRow | ProjectStartedAlready> {
    const { db, idempotency } = this.around;
    const start = async () => {
      const [award] = await awardsById(db, viewer, [idOrNone(input.awardId)]);
      const ended: readonly AwardStatus[] = [
        ...[AwardStatus.DECLINED, AwardStatus.WITHDRAWN, AwardStatus.CANCELLED],
      ];
      if (award?.personId !== viewer.personId || ended.includes(award.status)) {
        throw notFound('award');
      }
      const id = newId();
      const { question, milestones } = input;
      const written = await db.rows(
        `INSERT INTO study_project (trust_id, id, award_id, question, milestones)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (trust_id, award_id) DO NOTHING RETURNING id`,
        [viewer.trustId, id, award.id, question, JSON.stringify(milestones)],
      );
      if (written.length > 0) return this.#find(viewer, id);
      const [standing] = await projectsOfAwards(db, viewer, [award.id]);
      if (!standing) throw new Error('a project stands in the way and cannot be found');
      return new ProjectStartedAlready(standing);
    };
    const again = (id: string) => this.#find(viewer, id);
    return idempotency.once<ProjectRow, ProjectStartedAlready>(
      ...[viewer, 'startProject', input, start, again],
    );
  }

  /** @throws NOT_FOUND unless it is the viewer's own, CONFLICT when it has changed. */
  record(viewer: Viewer, input: RecordProjectInput): Promise<ProjectRow> {
    const { db, idempotency } = this.around;
    const record = async () => {
      const { id } = await this.#held(viewer, input);
      await db.rows(
        `UPDATE study_project SET milestones = $3, tried = $4, changed = $5, version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [
          ...[viewer.trustId, id, JSON.stringify(input.milestones)],
          ...[input.tried ?? null, input.changed ?? null],
        ],
      );
      return this.#find(viewer, id);
    };
    const again = (id: string) => this.#find(viewer, id);
    return idempotency.once<ProjectRow>(viewer, 'recordProject', input, record, again);
  }

  /**
   * Shares what was tried and what changed with the trust, for networks and schools above all.
   *
   * @throws NOT_FOUND unless it is the viewer's own, or there is no such network or school.
   */
  share(viewer: Viewer, input: ShareProjectInput): Promise<ProjectRow | ProjectUnfinished> {
    const { db, people, idempotency, clock } = this.around;
    const networkIds = input.networkIds.map((id) => idOrNone(id).toLowerCase());
    const schoolIds = input.schoolIds.map((id) => idOrNone(id).toLowerCase());
    const share = async () => {
      const { id, tried, changed } = await this.#held(viewer, input);
      const missing = [...(tried ? [] : ['tried']), ...(changed ? [] : ['changed'])];
      if (missing.length > 0) return new ProjectUnfinished(missing);
      const [unknown] = await people.unknownTo(viewer, [
        ...networkIds.map((networkId) => ({ type: 'Network' as const, id: networkId })),
        ...schoolIds.map((schoolId) => ({ type: 'School' as const, id: schoolId })),
      ]);
      if (unknown) throw notFound(unknown.type.toLowerCase());
      await db.rows(
        `UPDATE study_project SET shared_on = $3, network_ids = $4, school_ids = $5,
                version = version + 1 WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, londonDay(clock()), networkIds, schoolIds],
      );
      return this.#find(viewer, id);
    };
    const again = (id: string) => this.#find(viewer, id);
    return idempotency.once<ProjectRow, ProjectUnfinished>(
      ...[viewer, 'shareProject', input, share, again],
    );
  }

  async #held(viewer: Viewer, input: { readonly id: string; readonly version: number }) {
    const project = await this.#find(viewer, idOrNone(input.id));
    if (project.version === input.version) return project;
    throw new Fault('CONFLICT', 'Somebody else changed this project first.', {
      currentVersion: project.version,
    });
  }

  async #find(viewer: Viewer, id: string): Promise<ProjectRow> {
    const project = await heldProject(this.around.db, viewer, id);
    if (project?.personId !== viewer.personId) throw notFound('project');
    return project;
  }
}
