import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { contractTypes } from './contract-type.codes.ts';
import type { Contract } from './contract.types.ts';

type ContractRow = Omit<Contract, 'type'> & {
  readonly personId: string;
  readonly typeCode: string;
};

/** Contracts of people for whom the viewer answers, the newest first. */
export function contractLoaders(db: Database, viewer: Viewer) {
  return {
    contractsOfPerson: manyByKey<Contract & { readonly personId: string }>(
      ({ personId }) => personId,
      async (personIds) => {
        const rows = await db.rows<ContractRow>(
          `SELECT id, person_id AS "personId", type_code AS "typeCode", starts_on AS "startsOn",
                  payroll_number AS "payrollNumber", ends_on AS "endsOn",
                  expected_ends_on AS "expectedEndsOn"
             FROM contract WHERE trust_id = $1 AND person_id = ANY ($2::uuid[])
            ORDER BY starts_on DESC, id`,
          [viewer.trustId, personIds],
        );
        return rows.map((row) => ({ ...row, type: contractTypes.get(row.typeCode) }));
      },
    ),
  };
}
