import { byId, manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import { type SchoolRow, schoolColumns, schoolOf, schoolTables } from './school.queries.ts';
import type { School, SchoolUrn } from './school.types.ts';

/** Schools of the viewer's trust; everybody in a trust may see its schools. */
export function schoolLoaders(db: Database, viewer: Viewer) {
  const find = async (condition: string, keys: readonly string[]) => {
    const rows = await db.rows<SchoolRow>(
      `SELECT ${schoolColumns} FROM ${schoolTables} WHERE school.trust_id = $1 AND ${condition}`,
      [viewer.trustId, keys],
    );
    return rows.map(schoolOf);
  };
  return {
    school: byId((ids) => find('school.id = ANY ($2::uuid[])', ids)),

    /** By the URN that it has or ever had, so that an old one still finds its school. */
    schoolByUrn: new DataLoader<string, School | null>(async (urns) => {
      const owners = await db.rows<{ urn: string; schoolId: string }>(
        `SELECT urn, school_id AS "schoolId" FROM school_urn
          WHERE trust_id = $1 AND urn = ANY ($2::text[])`,
        [viewer.trustId, urns],
      );
      const ids = [...new Set(owners.map(({ schoolId }) => schoolId))];
      const found = ids.length > 0 ? await find('school.id = ANY ($2::uuid[])', ids) : [];
      const schools = new Map(found.map((school) => [school.id, school]));
      const byUrn = new Map(owners.map(({ urn, schoolId }) => [urn, schools.get(schoolId)]));
      return urns.map((urn) => byUrn.get(urn) ?? null);
    }),

    urnsOfSchool: manyByKey<SchoolUrn & { readonly schoolId: string }>(
      ({ schoolId }) => schoolId,
      (schoolIds) =>
        db.rows(
          `SELECT school_id AS "schoolId", urn, valid_from AS "validFrom", valid_to AS "validTo"
             FROM school_urn WHERE trust_id = $1 AND school_id = ANY ($2::uuid[])
            ORDER BY valid_to DESC NULLS FIRST, valid_from DESC NULLS LAST, urn`,
          [viewer.trustId, schoolIds],
        ),
    ),
  };
}
