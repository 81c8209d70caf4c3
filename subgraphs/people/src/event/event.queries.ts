import { serviceAgreementCodes } from '../contract/contract-type.codes.ts';

/**
 * Holds the people (`$2`) of the trust (`$1`) until commit: whoever changes one of them at the same
 * time waits, so that the facts told last are the ones that hold.
 */
export const holdPeopleSql = `
  SELECT id FROM person WHERE trust_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE`;

const days = (table: string) => `'startsOn', ${table}.starts_on, 'endsOn', ${table}.ends_on`;

const listOf = (table: string, fields: string) => `
  coalesce((SELECT json_agg(json_build_object(${fields}) ORDER BY ${table}.starts_on, ${table}.id)
              FROM ${table} WHERE ${table}.trust_id = $1 AND ${table}.person_id = person.id), '[]')`;

const serviceAgreements = serviceAgreementCodes.map((code) => `'${code}'`).join(', ');

/** Contracts under which somebody is employed by the trust. */
const employs = `contract.trust_id = $1 AND contract.person_id = person.id
  AND contract.type_code NOT IN (${serviceAgreements})
  AND (contract.ends_on > $3 OR contract.ends_on IS NULL)`;

/**
 * What others need to know of the person in order to decide what is open to them: no name, no address.
 * The status is as of the day (`$3`); the days of contracts and posts say what holds later.
 */
const factsOfPerson = `
  json_build_object(
    'status', (SELECT CASE WHEN bool_or(contract.starts_on <= $3) THEN 'EMPLOYED'
                           WHEN count(*) > 0 THEN 'FUTURE' ELSE 'LEFT' END
                 FROM contract WHERE ${employs}),
    'hasWorkMailbox', person.work_email IS NOT NULL,
    'contracts', ${listOf('contract', `'id', contract.id, 'type', contract.type_code, ${days('contract')}`)},
    'assignments', ${listOf(
      'assignment',
      `'id', assignment.id, 'contractId', assignment.contract_id, 'schoolId', assignment.school_id,
       'roleCodes', assignment.role_codes, 'staffGroups', assignment.staff_groups,
       'subjectCodes', assignment.subject_codes, 'fte', assignment.fte,
       'isPrimary', assignment.is_primary, ${days('assignment')}`,
    )},
    'managers', ${listOf('manager_link', `'personId', manager_link.manager_id, ${days('manager_link')}`)},
    'credentials', coalesce((
      SELECT json_agg(json_build_object('kind', kind_code, 'startsOn', awarded_on, 'endsOn', expires_on)
                      ORDER BY kind_code, awarded_on, id)
        FROM credential WHERE credential.trust_id = $1 AND credential.person_id = person.id), '[]'),
    'leave', ${listOf('leave_period', days('leave_period'))})::jsonb`; // cheaper than to build it so

/** Facts of the people (`$2`) of the trust (`$1`) on the day (`$3`). */
export const personFactsSql = `
  SELECT person.id, ${factsOfPerson} AS facts
    FROM person WHERE person.trust_id = $1 AND person.id = ANY ($2) ORDER BY person.id`;

/**
 * A page of the same after an id (`$2`), with the number of the last event that each fact includes, and
 * who somebody turned out to be.
 */
export const personFactsPageSql = `
  SELECT person.id, ${factsOfPerson} AS facts,
         (SELECT redirect.person_id FROM person_redirect AS redirect
           WHERE redirect.trust_id = $1 AND redirect.old_id = person.id) AS "mergedIntoId",
         coalesce((SELECT max(sequence) FROM event WHERE event.trust_id = $1 AND aggregate_id = person.id),
                  0)::float8 AS version
    FROM person WHERE person.trust_id = $1 AND ($2::uuid IS NULL OR person.id > $2)
   ORDER BY person.id LIMIT $4`;

/** Facts of the schools (`$2`) of the trust (`$1`). */
export const schoolFactsSql = `
  SELECT school.id, jsonb_build_object(
           'name', school.name, 'phaseCode', school.phase_code, 'typeCode', school.type_code,
           'statusCode', school.status_code, 'openedOn', school.opened_on,
           'closedOn', school.closed_on, 'joinedOn', school.joined_on,
           'urns', coalesce((
             SELECT json_agg(json_build_object('urn', urn, 'validFrom', valid_from,
                                                 'validTo', valid_to) ORDER BY valid_from, urn)
               FROM school_urn WHERE school_urn.trust_id = $1 AND school_id = school.id), '[]')
         ) AS facts
    FROM school WHERE school.trust_id = $1 AND school.id = ANY ($2) ORDER BY school.id`;
