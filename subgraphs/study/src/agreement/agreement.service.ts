import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { agreementsById } from './agreement.queries.ts';
import { type Agreement, type PublishAgreementInput, TieInKind } from './agreement.types.ts';

/** Publishes what people agree to; what was agreed to once is never changed. */
export class AgreementService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** @returns the next version of the agreement of that name. */
  publish(viewer: Viewer, input: PublishAgreementInput): Promise<Agreement> {
    const terms = termsOf(input);
    const recall = async (id: string) => {
      const [agreement] = await agreementsById(this.db, viewer, [id]);
      if (!agreement) throw new Error('an agreement is gone');
      return agreement;
    };
    return this.idempotency.once<Agreement>(
      viewer,
      'publishAgreement',
      input,
      async () => {
        const id = newId();
        const place = `${viewer.trustId} agreement ${input.name}`;
        await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [place]);
        await this.db.rows(publishSql, [
          ...[viewer.trustId, id, input.name, input.text, input.tieInKind, terms.months],
          ...[input.beforeCompletionPercent, JSON.stringify(terms.bands), viewer.actor.id],
        ]);
        return recall(id);
      },
      recall,
    );
  }
}

/** @throws BAD_USER_INPUT where bands or months are missing, too many or in no order. */
function termsOf({ tieInKind, tieInMonths, bands = [], ...input }: PublishAgreementInput) {
  if (tieInKind === TieInKind.NONE && input.beforeCompletionPercent > 0) {
    throw badUserInput('Without a tie-in beforeCompletionPercent is 0.');
  }
  if ((tieInKind === TieInKind.BANDS) !== bands.length > 0) {
    throw badUserInput('bands are given where tieInKind is BANDS, and nowhere else.');
  }
  if ((tieInKind === TieInKind.DAILY) !== (tieInMonths != null)) {
    throw badUserInput('tieInMonths is given where tieInKind is DAILY, and nowhere else.');
  }
  const isOrdered = bands.every((band, index) => {
    const before = bands[index - 1];
    return !before || (band.months > before.months && band.percent < before.percent);
  });
  if (!isOrdered) throw badUserInput('bands have more months and a smaller share, one by one.');
  const plain = bands.map(({ months, percent }) => ({ months, percent }));
  return { months: tieInMonths ?? plain.at(-1)?.months ?? 0, bands: plain };
}

const publishSql = `
  INSERT INTO agreement (trust_id, id, name, version, text, tie_in_kind, tie_in_months,
                         before_completion_percent, bands, published_by_id)
  SELECT $1, $2, $3, (SELECT coalesce(max(version), 0) + 1 FROM agreement
                       WHERE trust_id = $1 AND name = $3), $4, $5, $6, $7, $8, $9`;
