import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { subjects } from '../assignment/staff-role.codes.ts';
import { fold } from '../fold.ts';
import { phases } from '../school/gias.codes.ts';
import { httpsLink } from './https-link.ts';
import {
  AuthorNotInNetwork,
  type NetworkOutputContentInput,
} from './network-output-change.types.ts';
import { nameableSql } from './network-output.queries.ts';
import type { NetworkOutputKind } from './network-output.types.ts';

/** What a version says, as it is kept. */
export interface OutputContent {
  readonly title: string;
  readonly kind: NetworkOutputKind;
  readonly subjectCode: string | null;
  readonly phaseCodes: readonly string[];
  readonly text: string;
  readonly link: string | null;
}

/** @throws BAD_USER_INPUT for codes that the lists have not, a link that is none, or nothing at all. */
export function contentOf(input: NetworkOutputContentInput): OutputContent {
  const { title, kind, subjectCode, phaseCodes, text } = input;
  if (subjectCode != null && !subjects.has(subjectCode)) {
    throw badUserInput('subjectCode is a census subject code.');
  }
  if (!phaseCodes.every((code) => phases.has(code))) {
    throw badUserInput('phaseCodes are phases of GIAS.');
  }
  const link = input.link == null ? null : httpsLink(input.link);
  if (link === undefined) {
    throw badUserInput('link is an address that begins with https://, without user or password.');
  }
  if (text.trim() === '' && link === null) throw badUserInput('Give a text, a link or both.');
  const sorted = [...new Set(phaseCodes)].sort();
  return { title, kind, subjectCode: subjectCode ?? null, phaseCodes: sorted, text, link };
}

export function searchTextOf({ title, text }: OutputContent): string {
  return fold(`${title} ${text}`);
}

/**
 * Memberships of those who are named as authors, in that order; those before when nobody is said.
 *
 * @param before memberships of those who are authors already, who may have left since.
 * @returns the refusal when somebody is neither.
 * @throws BAD_USER_INPUT when nobody is named.
 */
export async function authorsOf(
  db: Database,
  { trustId }: Viewer,
  networkId: string,
  personIds: readonly string[] | null,
  before: readonly string[],
): Promise<string[] | AuthorNotInNetwork> {
  if (personIds === null) return [...before];
  const named = [...new Set(personIds)];
  if (named.length === 0) throw badUserInput('authorIds names 1 to 20 people.');
  const found = await db.rows<{ personId: string; id: string }>(nameableSql, [
    ...[trustId, networkId, named.filter(isId), londonDay(), before],
  ]);
  const memberships = new Map(found.map(({ personId, id }) => [personId, id]));
  const missing = named.filter((personId) => !memberships.has(personId));
  if (missing.length > 0) return new AuthorNotInNetwork(missing);
  return named.flatMap((personId) => memberships.get(personId) ?? []);
}
