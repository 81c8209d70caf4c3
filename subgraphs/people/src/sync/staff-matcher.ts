import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** By what a record that is new to us may be known: who is it? */
export interface MatchQuestion {
  /** The id that the source's record has, or gets, with us. */
  readonly recordId: string;
  readonly externalId: string;
  readonly trn: string | null;
  readonly payrollNumbers: readonly string[];
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly preferredName: string | null;
  readonly formerFamilyName: string | null;
  readonly birthDate: string | null;
  readonly workEmail: string | null;
}

/** Somebody whom the trust knows, somebody new, or somebody has to say. */
export type MatchAnswer =
  | { readonly kind: 'SAME'; readonly personId: string }
  | { readonly kind: 'NEW' }
  | { readonly kind: 'REVIEW' };

/** Tells whom records are about. */
export interface StaffMatcher {
  /** @returns an answer for each question, in their order. */
  match(viewer: Viewer, questions: readonly MatchQuestion[]): Promise<readonly MatchAnswer[]>;
}

/** The same TRN is the same person; nothing else says so. */
export class TrnMatcher implements StaffMatcher {
  constructor(private readonly db: Database) {}

  async match({ trustId }: Viewer, questions: readonly MatchQuestion[]): Promise<MatchAnswer[]> {
    const trns = questions.map(({ trn }) => trn).filter((trn) => trn !== null);
    const known = await this.db.rows<{ id: string; trn: string }>(
      'SELECT id, trn FROM person WHERE trust_id = $1 AND trn = ANY ($2::text[])',
      [trustId, trns],
    );
    const byTrn = new Map(known.map(({ id, trn }) => [trn, id]));
    return questions.map(({ trn }) => {
      const personId = byTrn.get(trn ?? '');
      return personId === undefined ? { kind: 'NEW' } : { kind: 'SAME', personId };
    });
  }
}
