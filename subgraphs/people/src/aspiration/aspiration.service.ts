import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { readCatalogue } from '../pathway/catalogue.queries.ts';
import {
  type AspirationRow,
  countAspirationsSql,
  ownAspirationSql,
  removeAspirationSql,
  writeAspirationSql,
} from './aspiration.queries.ts';
import type {
  AspirationRemoved,
  RemoveAspirationInput,
  WriteAspirationInput,
} from './aspiration.types.ts';

/** More than anybody hopes for at once. */
const most = 50;

/** What people hope for: theirs to write, to share and to take back. */
export class AspirationService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Writes an aspiration of the viewer's own, new or changed.
   *
   * @throws NOT_FOUND when the viewer has no such aspiration.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  write(viewer: Viewer, input: WriteAspirationInput): Promise<AspirationRow> {
    const me = personOf(viewer);
    const { kind, horizon, text, roleProfileCode = null } = input;
    const shared = [...new Set(input.sharedWith)].sort();
    const recall = (id: string) => this.#own(viewer, id);
    const work = async () => {
      await this.#knowsProfile(viewer, roleProfileCode);
      const id = await this.#idFor(viewer, me, input);
      const what = [kind, horizon, text, roleProfileCode, shared];
      await this.db.rows(writeAspirationSql, [viewer.trustId, me, id, ...what]);
      return recall(id);
    };
    return this.idempotency.once<AspirationRow>(viewer, 'writeAspiration', input, work, recall);
  }

  /** Removes one for good. @throws NOT_FOUND when the viewer has no such aspiration. */
  remove(viewer: Viewer, input: RemoveAspirationInput): Promise<AspirationRemoved> {
    const me = personOf(viewer);
    const work = async () => {
      const which = [viewer.trustId, me, idOrNone(input.id)];
      const [gone] = await this.db.rows<{ id: string }>(removeAspirationSql, which);
      if (!gone) throw notFound('aspiration');
      return { id: gone.id };
    };
    const recall = (id: string) => Promise.resolve({ id });
    return this.idempotency.once<AspirationRemoved>(
      viewer,
      'removeAspiration',
      input,
      work,
      recall,
    );
  }

  async #knowsProfile(viewer: Viewer, wanted: string | null): Promise<void> {
    if (wanted === null) return;
    const { profiles } = await readCatalogue(this.db, viewer);
    if (profiles.some(({ code }) => code === wanted)) return;
    throw badUserInput('roleProfileCode is the code of a role profile.');
  }

  async #idFor(viewer: Viewer, me: string, { id, version }: WriteAspirationInput) {
    if (id != null) {
      const held = await this.#own(viewer, id, 'FOR UPDATE');
      if (held.version === version) return held.id;
      throw new Fault('CONFLICT', 'The aspiration was changed since it was read.', {
        currentVersion: held.version,
      });
    }
    const [counted] = await this.db.rows<{ held: number }>(countAspirationsSql, [
      viewer.trustId,
      me,
    ]);
    if ((counted?.held ?? 0) < most) return newId();
    throw badUserInput(`Somebody has at most ${String(most)} aspirations; remove one.`);
  }

  async #own({ trustId, personId }: Viewer, id: string, lock: '' | 'FOR UPDATE' = '') {
    const which = [trustId, personId, idOrNone(id)];
    const [found] = await this.db.rows<AspirationRow>(`${ownAspirationSql} ${lock}`, which);
    if (!found) throw notFound('aspiration');
    return found;
  }
}

function personOf({ personId }: Viewer): string {
  if (personId === null) throw forbidden('Only people have aspirations.');
  return personId;
}
