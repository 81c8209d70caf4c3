import type { List, Sort } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { searchWords } from '../fold.ts';
import { establishmentTypes, localAuthorities, phases, statuses } from './gias.codes.ts';
import {
  type School,
  type SchoolFilter,
  type SchoolOrder,
  SchoolOrderField,
} from './school.types.ts';

/** A school as SQL gives it, with the codes of GIAS. */
export interface SchoolRow extends Omit<
  School,
  'phase' | 'type' | 'status' | 'localAuthority' | 'position'
> {
  readonly easting: number | null;
  readonly northing: number | null;
  readonly phaseCode: string;
  readonly typeCode: string;
  readonly statusCode: string;
  readonly localAuthorityCode: string;
}

export const schoolColumns = `
  school.id, school_urn.urn, school.name, school.town, school.postcode, school.ukprn,
  school.phase_code AS "phaseCode", school.type_code AS "typeCode",
  school.status_code AS "statusCode", school.local_authority_code AS "localAuthorityCode",
  school.establishment_number AS "establishmentNumber", school.opened_on AS "openedOn",
  school.closed_on AS "closedOn", school.joined_on AS "joinedOn",
  school.easting, school.northing`;

/** Schools with the one URN that holds, or of a school that went into another the last that held. */
export const schoolTables = `school CROSS JOIN LATERAL (
  SELECT urn FROM school_urn
   WHERE school_urn.trust_id = school.trust_id AND school_urn.school_id = school.id
   ORDER BY valid_to DESC NULLS FIRST LIMIT 1) AS school_urn`;

/** What the schema promises, with the names of the codes. */
export function schoolOf(row: SchoolRow): School {
  const { easting, northing } = row;
  return {
    ...row,
    position: easting === null || northing === null ? null : { easting, northing },
    phase: phases.get(row.phaseCode),
    type: establishmentTypes.get(row.typeCode),
    status: statuses.get(row.statusCode),
    localAuthority: localAuthorities.get(row.localAuthorityCode),
  };
}

/** The schools of the viewer's trust that the filter lets through. */
export function schoolList(
  viewer: Viewer,
  filter: SchoolFilter | null | undefined,
  orderBy: SchoolOrder | null | undefined,
): List {
  const parameters = new SqlParameters();
  const where = [`school.trust_id = ${parameters.add(viewer.trustId)}`];
  const { phaseCode, statusCode, localAuthorityCode, text } = filter ?? {};
  if (phaseCode != null) where.push(`school.phase_code = ${parameters.add(phaseCode)}`);
  if (statusCode != null) where.push(`school.status_code = ${parameters.add(statusCode)}`);
  if (localAuthorityCode != null) {
    where.push(`school.local_authority_code = ${parameters.add(localAuthorityCode)}`);
  }
  for (const word of searchWords(text ?? '')) {
    where.push(
      `school.search_text || ' ' || school_urn.urn LIKE ${parameters.addContaining(word)}`,
    );
  }
  return {
    name: 'schools',
    select: schoolColumns,
    from: schoolTables,
    where,
    parameters,
    sort: sortOf(orderBy),
    filter,
  };
}

/** The schools that the viewer answers for. */
export function schoolsInCharge(viewer: Viewer): List {
  const list = schoolList(viewer, null, null);
  const parameters = new SqlParameters(list.parameters.values);
  const named = viewer.allPlaces
    ? []
    : [`school.id = ANY (${parameters.add(viewer.placeIds)}::uuid[])`];
  return { ...list, name: 'Viewer.schools', where: [...list.where, ...named], parameters };
}

function sortOf(orderBy: SchoolOrder | null | undefined): Sort {
  const field = orderBy?.field ?? SchoolOrderField.NAME;
  const descending = orderBy?.descending ?? false;
  const byName = [
    { sql: 'school.sort_name', type: 'text' },
    { sql: 'school.id', type: 'uuid' },
  ] as const;
  const town = { sql: 'lower(school.town) COLLATE "C"', type: 'text' } as const;
  return {
    name: `${field}${descending ? ' descending' : ''}`,
    keys: field === SchoolOrderField.TOWN ? [town, ...byName] : byName,
    descending,
  };
}
