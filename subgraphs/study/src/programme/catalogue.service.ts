import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Catalogue, CatalogueEntry } from './catalogue-file.ts';
import { ProgrammeEntity } from './programme.entity.ts';

/** Keeps the catalogue in the database as the files of this program say it. */
export class CatalogueService {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Brings the table up to a release, in a transaction of its own. What changed is closed on the day
   * of the release and opened anew, so that an award keeps the programme as it was. Does nothing when
   * all is there, or when a newer release has been here: processes of two versions may start in any
   * order.
   */
  async load({ releasedOn, entries }: Catalogue): Promise<void> {
    await this.#db.as(loader(), () =>
      this.#db.transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock($1)', [catalogueLock]);
        const rows = await tx.find(ProgrammeEntity, { order: { validFrom: 'ASC' } });
        if (rows.some((row) => row.releasedOn > releasedOn)) return;
        const known = Map.groupBy(rows, ({ code }) => code);
        const wanted = Map.groupBy(entries, ({ code }) => code);
        const revisions = [...wanted].flatMap(([code, versions]) =>
          revisionsOf(versions, known.get(code) ?? [], releasedOn),
        );
        // Changes first: a code has one open row at any time.
        await tx.save(revisions.flatMap(({ changed }) => changed ?? []));
        const opened = revisions.flatMap(({ opened }) => opened ?? []);
        await tx.insert(
          ProgrammeEntity,
          opened.map((entry) => ({ ...entry, id: newId(), releasedOn })),
        );
      }),
    );
  }
}

const catalogueLock = 7_265_120;

/** The process itself; row security lets nobody else write the catalogue. */
const loader = () => jobViewer('catalogue', ['catalogue:load']);

interface Revision {
  readonly changed?: ProgrammeEntity;
  readonly opened?: CatalogueEntry;
}

/** @param versions of one code, as the catalogue has them; `rows` are in the order of their dates. */
function revisionsOf(
  versions: readonly CatalogueEntry[],
  rows: readonly ProgrammeEntity[],
  releasedOn: string,
): Revision[] {
  const sorted = versions.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return sorted.map((version, index) => {
    const next = sorted[index + 1]?.validFrom;
    // A version that was changed once has a row from each release that did.
    const row = rows.findLast(
      ({ validFrom }) => validFrom >= version.validFrom && (!next || validFrom < next),
    );
    return row ? revisionOf(version, row, releasedOn) : { opened: version };
  });
}

function revisionOf(version: CatalogueEntry, row: ProgrammeEntity, releasedOn: string): Revision {
  const { validTo } = version;
  // What the row did not say of its own time is filled in where it stands.
  const isSame =
    textOf(version) === textOf(row) &&
    (row.completionEvidence === null || termsOf(version) === termsOf(row));
  const isFilledIn = row.completionEvidence === null;
  if (isSame && !isFilledIn && row.validTo === validTo) return {};
  const isOver = validTo !== null && validTo <= releasedOn;
  const isCorrection = isSame || isOver || row.validFrom >= releasedOn;
  if (isCorrection) {
    const { validFrom } = row;
    return { changed: Object.assign(row, version, { validFrom, releasedOn }) };
  }
  return {
    changed: Object.assign(row, { validTo: releasedOn, releasedOn }),
    opened: { ...version, validFrom: releasedOn },
  };
}

/** Who teaches it, at what cost, and what it asks. */
function termsOf(programme: Terms): string {
  const { provider, costPence, entryNeeds, completionEvidence } = programme;
  return JSON.stringify([provider, costPence, entryNeeds, completionEvidence]);
}

type Terms = Pick<ProgrammeEntity, 'provider' | 'costPence' | 'entryNeeds' | 'completionEvidence'>;

/** What a programme is. */
function textOf(programme: Omit<CatalogueEntry, 'validFrom' | 'validTo' | keyof Terms>): string {
  const { code, name, kind, staffGroups, level, typicalMonths, description, source } = programme;
  return JSON.stringify([code, name, kind, staffGroups, level, typicalMonths, description, source]);
}
