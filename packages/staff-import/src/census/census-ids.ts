import { createHash } from 'node:crypto';

/** What a person without a TRN is known by. */
export interface CensusName {
  readonly urn: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string;
}

/**
 * The id of a person in a census, which has none of its own: the TRN, or else a hash of school,
 * names and birth date. So a new name makes a new id, and the server asks who that is.
 *
 * @returns null when there is neither a TRN nor all of the names and the birth date.
 */
export function censusPersonId(trn: string | undefined, name: Partial<CensusName>): string | null {
  if (trn !== undefined && /^\d{7}$/.test(trn)) return `trn-${trn}`;
  const { urn, familyName, givenName, birthDate } = name;
  if (!urn || !familyName || !givenName || !birthDate) return null;
  const facts = [urn, folded(familyName), folded(givenName), birthDate].join('\n');
  return `swc-${createHash('sha256').update(facts).digest('hex').slice(0, 32)}`;
}

/** Alike for spellings that differ by capitals, accents, spaces or punctuation alone. */
function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** Gives out names that nobody else in a list has: the second of the same becomes `…-2`. */
export class DistinctIds {
  readonly #used = new Map<string, number>();

  next(id: string): string {
    const count = (this.#used.get(id) ?? 0) + 1;
    this.#used.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  }
}
