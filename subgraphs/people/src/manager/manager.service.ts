import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ConversationMovingService } from '../conversation/conversation-moving.service.ts';
import { circularLinksSql, refusedLinksSql, writeLinksSql } from './manager.queries.ts';
import type { ManagerLinkRecord, ManagerLinksReport, RefusedLink } from './manager.types.ts';

/** Says who line-manages whom. */
export class ManagerService {
  constructor(private readonly db: Database) {}

  /**
   * Makes or updates manager links. The same links again change nothing. Nobody has two managers at
   * once, nobody manages themselves, and nobody is above their own manager; a link that would make it
   * so is refused, the others are written.
   *
   * Conversations that are arranged follow to whoever manages today.
   *
   * Writers of one trust wait for each other, so that two links made at once cannot close a circle.
   */
  async record(viewer: Viewer, links: readonly ManagerLinkRecord[]): Promise<ManagerLinksReport> {
    const { trustId } = viewer;
    await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `manager links of ${trustId}`,
    ]);
    const refused: RefusedLink[] = links.flatMap(malformed);
    let sound = without(refused, links);
    refused.push(...(await this.#find<RefusedLink>(refusedLinksSql, trustId, sound)));
    sound = without(refused, sound);
    for (;;) {
      // Who is refused keeps the manager they have, and that may close a circle with what was sound.
      const circular = await this.#find<{ id: string }>(circularLinksSql, trustId, sound);
      if (circular.length === 0) break;
      refused.push(
        ...circular.map(({ id }) => ({ id, reason: 'The managers would go in a circle.' })),
      );
      sound = without(refused, sound);
    }
    const written = await this.#find(writeLinksSql, trustId, sound);
    await new ConversationMovingService(this.db).follow(viewer);
    return { changed: written.length, refused };
  }

  async #find<Row>(sql: string, trustId: string, links: readonly ManagerLinkRecord[]) {
    return links.length === 0 ? [] : this.db.rows<Row>(sql, [trustId, JSON.stringify(links)]);
  }
}

function malformed({ id, personId, managerId, startsOn, endsOn }: ManagerLinkRecord) {
  const refuse = (reason: string): RefusedLink[] => [{ id, reason }];
  if (![id, personId, managerId].every(isId)) return refuse('An id is not a UUID.');
  if (personId === managerId) return refuse('Nobody reports to themselves.');
  if (endsOn !== null && endsOn <= startsOn) return refuse('It does not end after it starts.');
  return [];
}

function without(refused: readonly RefusedLink[], links: readonly ManagerLinkRecord[]) {
  const ids = new Set(refused.map(({ id }) => id));
  return links.filter(({ id }) => !ids.has(id));
}
