import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { VisitSlotRow } from './visit.queries.ts';

/** What people are told of visits. */
export class VisitNews {
  constructor(private readonly db: Database) {}

  /**
   * Has everybody who works at another school told of a visit when it is offered, so that all know of it
   * before the first can book. It may wait for a digest.
   */
  async offered(viewer: Viewer, slot: VisitSlotRow): Promise<void> {
    const { id, theme, summary, startsOn, bookableOn } = slot;
    const pages = await this.db.rows<{ personIds: string[] }>(toTellSql, [
      viewer.trustId,
      slot.schoolId,
    ]);
    const when = `On ${startsOn}. It can be booked from ${bookableOn} on.`;
    const drafts = pages.map(({ personIds }, at, { length }) =>
      requestOf({
        ...{ part: { type: 'VisitSlot', id }, kind: 'VISIT_OFFERED', canWait: true },
        ...{ title: `To see at another school: ${theme}`, closesOn: startsOn, personIds },
        text: summary === null ? when : `${summary}\n\n${when}`,
        ...{ page: at + 1, pages: length },
      }),
    );
    await new Outbox(this.db).append(viewer, drafts);
  }

  /** Whoever waited is told at once that they have a place. */
  placeFree(viewer: Viewer, slot: VisitSlotRow, placementId: string, personId: string) {
    const draft = requestOf({
      ...{ part: { type: 'Placement', id: placementId }, kind: 'VISIT_PLACE_FREE', canWait: false },
      ...{ title: `A place became free for you: ${slot.theme}`, closesOn: slot.startsOn },
      text: 'You waited for this visit, and are booked now.',
      ...{ personIds: [personId], page: 1, pages: 1 },
    });
    return new Outbox(this.db).append(viewer, [draft]);
  }
}

interface Told {
  readonly part: { readonly type: 'VisitSlot' | 'Placement'; readonly id: string };
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly closesOn: string;
  readonly canWait: boolean;
  readonly personIds: readonly string[];
  readonly page: number;
  readonly pages: number;
}

function requestOf({ title, ...told }: Told) {
  const { type: aggregateType, id: aggregateId } = told.part;
  const line = title.replace(/\p{Cc}/gu, ' ').slice(0, 200); // as the subject of an e-mail
  const data = { opportunityId: aggregateId, version: 1, wantsProof: false, title: line, ...told };
  return { type: 'opportunity.notice_requested', aggregateType, aggregateId, data };
}

/** In pages of 500, each an event. Whoever works at the school itself knows. */
const toTellSql = `
  SELECT array_agg(id ORDER BY id) AS "personIds"
    FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / 500 AS page FROM roster_person person
           WHERE trust_id = $1 AND status = 'EMPLOYED'
             AND NOT EXISTS (SELECT 1 FROM roster_assignment post
                              WHERE post.trust_id = $1 AND post.person_id = person.id
                                AND post.school_id = $2)) AS told
   GROUP BY page ORDER BY page`;
