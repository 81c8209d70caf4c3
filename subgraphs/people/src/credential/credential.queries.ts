import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { subjects } from '../assignment/staff-role.codes.ts';
import { replaceOfRecordSql } from '../record-rows.ts';
import { credentialKinds } from './credential.codes.ts';
import type { Credential } from './credential.types.ts';

/** Makes the credentials (`$3`) of the records of staff (`$2`) what they are told to be. */
export const replaceCredentialsSql = replaceOfRecordSql('credential', [
  ['kind_code', 'kindCode', 'text'],
  ['title', 'title', 'text'],
  ['subject_code', 'subjectCode', 'text'],
  ['awarded_on', 'awardedOn', 'date'],
  ['expires_on', 'expiresOn', 'date'],
]);

/** A credential as SQL gives it, with codes. */
export interface CredentialRow extends Omit<Credential, 'kind' | 'title' | 'subject'> {
  readonly kindCode: string;
  readonly title: string | null;
  readonly subjectCode: string | null;
}

/** Credentials of people whom the viewer has already been allowed to see, the newest first. */
export function credentialList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Person.credentials',
    select: `credential.id, credential.kind_code AS "kindCode", credential.title,
      credential.subject_code AS "subjectCode", credential.awarded_on AS "awardedOn",
      credential.expires_on AS "expiresOn"`,
    from: 'credential',
    where: [`credential.trust_id = ${parameters.add(trustId)}`],
    parameters,
    sort: {
      name: 'newest first',
      keys: [
        { sql: `coalesce(credential.awarded_on, '-infinity')`, type: 'date' },
        { sql: 'credential.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

export function credentialOf(row: CredentialRow): Credential {
  const kind = credentialKinds.get(row.kindCode);
  const subject = row.subjectCode === null ? null : subjects.get(row.subjectCode);
  return { ...row, kind, subject, title: row.title ?? kind.name };
}
