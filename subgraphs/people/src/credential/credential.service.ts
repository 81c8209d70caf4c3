import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ReplacedOfRecord } from '../record-rows.ts';
import { replaceCredentialsSql } from './credential.queries.ts';
import type { CredentialRecord, CredentialsOfRecord } from './credential.types.ts';

/** The one way by which statuses and qualifications are written. */
export class CredentialService {
  constructor(private readonly db: Database) {}

  /**
   * Makes the credentials of each record of staff what they are told to be: what the record no longer
   * tells is removed. The same again changes nothing.
   *
   * @param told at most one for each record; a credential is named once in it.
   * @returns what those records told before that tell something else now, by their ids.
   */
  async record(
    { trustId }: Viewer,
    told: readonly CredentialsOfRecord[],
  ): Promise<ReadonlyMap<string, readonly CredentialRecord[]>> {
    if (told.length === 0) return new Map();
    const rows = told.flatMap(({ personId, sourceRecordId, credentials }) =>
      credentials.map((credential) => ({ ...credential, id: newId(), personId, sourceRecordId })),
    );
    const changed = await this.db.rows<ReplacedOfRecord<CredentialRecord>>(replaceCredentialsSql, [
      trustId,
      JSON.stringify(told.map(({ sourceRecordId }) => ({ sourceRecordId }))),
      JSON.stringify(rows),
    ]);
    return new Map(changed.map(({ sourceRecordId, before }) => [sourceRecordId, before]));
  }
}
