import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { replaceCredentialsSql } from './credential.queries.ts';
import type { CredentialsOfRecord } from './credential.types.ts';

/** The one way by which statuses and qualifications are written. */
export class CredentialService {
  constructor(private readonly db: Database) {}

  /**
   * Makes the credentials of each record of staff what they are told to be: what the record no longer
   * tells is removed. The same again changes nothing.
   *
   * @param told at most one for each record; a credential is named once in it.
   * @returns ids of people of whom something is other than it was.
   */
  async record(
    { trustId }: Viewer,
    told: readonly CredentialsOfRecord[],
  ): Promise<ReadonlySet<string>> {
    if (told.length === 0) return new Set();
    const rows = told.flatMap(({ personId, sourceRecordId, credentials }) =>
      credentials.map((credential) => ({ ...credential, id: newId(), personId, sourceRecordId })),
    );
    const changed = await this.db.rows<{ personId: string }>(replaceCredentialsSql, [
      trustId,
      JSON.stringify(told.map(({ sourceRecordId }) => ({ sourceRecordId }))),
      JSON.stringify(rows),
    ]);
    return new Set(changed.map(({ personId }) => personId));
  }
}
