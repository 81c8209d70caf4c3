import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { agreementsById } from '../agreement/agreement.queries.ts';
import type { BursaryScheme, KeepBursarySchemeInput } from './scheme.types.ts';

/** Keeps the rules by which a trust gives money for study. */
export class SchemeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Opens a scheme, or changes its rules for rounds to come: those announced keep what they said.
   *
   * @throws NOT_FOUND when the trust has no such agreement.
   */
  keep(viewer: Viewer, input: KeepBursarySchemeInput): Promise<BursaryScheme> {
    const { name, terms } = input;
    const keep = async () => {
      const { agreementId } = terms;
      if (agreementId != null) {
        const [agreement] = await agreementsById(this.db, viewer, [idOrNone(agreementId)]);
        if (!agreement) throw notFound('agreement');
      }
      const [kept] = await this.db.rows<{ id: string }>(keepSql, [
        ...[
          viewer.trustId,
          newId(),
          name,
          JSON.stringify(Object.assign(terms, { agreementId: agreementId ?? null })),
        ],
      ]);
      if (!kept) throw new Error('a scheme was neither made nor changed');
      return this.find(viewer, kept.id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once<BursaryScheme>(viewer, 'keepBursaryScheme', input, keep, again);
  }

  /** @throws NOT_FOUND when the trust has no such scheme. */
  async find(viewer: Viewer, id: string): Promise<BursaryScheme> {
    const [scheme] = await this.db.rows<BursaryScheme>(
      'SELECT id, name, terms, version FROM bursary_scheme WHERE trust_id = $1 AND id = $2',
      [viewer.trustId, idOrNone(id)],
    );
    if (!scheme) throw notFound('scheme');
    return scheme;
  }
}

const keepSql = `
  INSERT INTO bursary_scheme (trust_id, id, name, terms) VALUES ($1, $2, $3, $4)
  ON CONFLICT (trust_id, name) DO UPDATE SET terms = excluded.terms,
    version = bursary_scheme.version + 1
  RETURNING id`;
