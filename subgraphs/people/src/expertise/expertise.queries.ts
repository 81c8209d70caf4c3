import { badUserInput } from '@trellis/subgraph-kit/faults';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { subjects } from '../assignment/staff-role.codes.ts';
import { phases } from '../school/gias.codes.ts';
import type { GridPosition } from '../school/school.types.ts';
import {
  type Expert,
  type Expertise,
  type ExpertFilter,
  ExpertiseLevel,
  type ExpertiseTopicInput,
} from './expertise.types.ts';

/** Expertise as SQL gives it, with official codes. */
export interface ExpertiseRow extends Omit<Expertise, 'subject' | 'phases'> {
  readonly personId: string;
  readonly endorserId: string | null;
  readonly subjectCode: string | null;
  readonly phaseCodes: readonly string[];
}

export interface ExpertiseNode extends Expertise {
  readonly personId: string;
  readonly endorserId: string | null;
}

export interface ExpertNode extends Expert {
  readonly personId: string;
  readonly schoolId: string;
  readonly expertiseId: string;
}

/** A statute mile in metres. */
const mile = 1609.344;

export function expertiseOf({ subjectCode, phaseCodes, ...row }: ExpertiseRow): ExpertiseNode {
  return {
    ...row,
    subject: subjectCode === null ? null : subjects.get(subjectCode),
    phases: phaseCodes.map((code) => phases.get(code)),
  };
}

/** Expertise with its latest endorsement that counts; `$2` is today. */
export const expertiseSql = (which: string) => `
  SELECT expertise.id, expertise.person_id AS "personId", expertise.subject_code AS "subjectCode",
         expertise.theme, expertise.level, expertise.phase_codes AS "phaseCodes",
         expertise.evidence, expertise.days_a_term AS "daysATerm", expertise.version,
         latest.endorser_id AS "endorserId", latest.expires_on AS "expiresOn",
         CASE WHEN latest.expires_on > $2::date THEN 'STANDS'
              WHEN latest.expires_on IS NULL THEN 'UNENDORSED' ELSE 'EXPIRED' END AS standing
    FROM expertise LEFT JOIN LATERAL (
      SELECT endorsed.endorser_id, endorsed.expires_on FROM expertise_endorsement AS endorsed
       WHERE endorsed.trust_id = expertise.trust_id AND endorsed.expertise_id = expertise.id
         AND endorsed.endorsed_at >= expertise.stated_at
       ORDER BY endorsed.expires_on DESC, endorsed.endorsed_at DESC LIMIT 1) AS latest ON true
   WHERE expertise.trust_id = $1 AND ${which}`;

/** @throws BAD_USER_INPUT unless it is a subject of the census or a theme, and not both. */
export function checkTopic({ subjectCode, theme }: ExpertiseTopicInput): void {
  if ((subjectCode == null) === (theme == null)) {
    throw badUserInput('Give subjectCode or theme, one of the two.');
  }
  if (subjectCode != null && !subjects.has(subjectCode)) {
    throw badUserInput('subjectCode is a census subject code.');
  }
}

/** Levels from one on upwards. */
export function levelsFrom(lowest: ExpertiseLevel): ExpertiseLevel[] {
  const all = Object.values(ExpertiseLevel);
  return all.slice(all.indexOf(lowest));
}

/** Miles between a place and the table `place`; null where either is not known. */
export function milesFrom(from: GridPosition | null, parameters: SqlParameters): string {
  if (from === null) return 'NULL::double precision';
  const [east, north] = [parameters.add(from.easting), parameters.add(from.northing)];
  return `sqrt(power(place.easting - ${east}::integer, 2)
    + power(place.northing - ${north}::integer, 2)) / ${String(mile)}`;
}

/**
 * Experts whose expertise stands, each with the nearest school where they work; by distance, then name.
 *
 * @param from where the school is from which distance is counted; null when there is none.
 */
export function expertList(
  viewer: Viewer,
  filter: ExpertFilter | null | undefined,
  from: GridPosition | null,
): List {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  const conditions = expertConditions(filter ?? {}, parameters);
  const miles = milesFrom(from, parameters);
  const nearest = `(SELECT DISTINCT ON (place.expertise_id) place.expertise_id, place.person_id,
      place.school_id, ${miles} AS miles
      FROM standing_specialists(${trust}, ${today}::date) AS place
     WHERE ${['true', ...conditions].join(' AND ')}
     ORDER BY place.expertise_id, ${miles} NULLS LAST, place.school_id) AS found`;
  const { withinMiles } = filter ?? {};
  return {
    name: 'findExperts',
    select: `found.expertise_id AS "expertiseId", found.person_id AS "personId",
      found.school_id AS "schoolId", found.miles, person.work_email AS "workEmail",
      coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name AS name`,
    from: `${nearest} JOIN person ON person.trust_id = ${trust} AND person.id = found.person_id`,
    where: withinMiles == null ? [] : [`found.miles <= ${parameters.add(withinMiles)}`],
    parameters,
    sort: {
      name: 'MILES',
      keys: [
        // By 16 metres; who works where the register has no place comes last.
        { sql: 'coalesce(round(found.miles * 100)::integer, 1000000)', type: 'integer' },
        { sql: 'person.sort_name', type: 'text' },
        { sql: 'found.expertise_id', type: 'uuid' },
      ],
    },
    filter,
  };
}

/** Conditions on {@link standing_specialists} as `place`. */
function expertConditions(filter: ExpertFilter, parameters: SqlParameters): string[] {
  const { subjectCode, theme, phaseCode, atLeast, daysATerm } = filter;
  const conditions: string[] = [];
  if (subjectCode != null) conditions.push(`place.subject_code = ${parameters.add(subjectCode)}`);
  if (theme != null) conditions.push(`place.theme = ${parameters.add(theme)}`);
  if (phaseCode != null) {
    const phase = parameters.add(phaseCode);
    conditions.push(`(place.phase_codes = '{}' OR ${phase} = ANY (place.phase_codes))`);
  }
  if (atLeast != null) {
    conditions.push(`place.level = ANY (${parameters.add(levelsFrom(atLeast))}::text[])`);
  }
  if (daysATerm != null) conditions.push(`place.days_a_term >= ${parameters.add(daysATerm)}`);
  return conditions;
}

export const stateSql = `
  INSERT INTO expertise
    (trust_id, id, person_id, subject_code, theme, level, phase_codes, evidence, days_a_term)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (trust_id, person_id, subject_code, theme) WHERE withdrawn_at IS NULL DO NOTHING
  RETURNING id`;

/** What is stated of a topic by somebody (`$2`), held until commit. */
export const statedSql = `
  SELECT id, version FROM expertise
   WHERE trust_id = $1 AND person_id = $2 AND subject_code IS NOT DISTINCT FROM $3
     AND theme IS NOT DISTINCT FROM $4 AND withdrawn_at IS NULL FOR UPDATE`;

/** Says it anew; what others endorsed holds on only where nothing but the days is other. */
export const restateSql = `
  UPDATE expertise SET level = $3, phase_codes = $4, evidence = $5, days_a_term = $6,
         version = version + 1,
         stated_at = CASE WHEN (level, phase_codes, evidence) = ($3, $4::text[], $5)
                          THEN stated_at ELSE now() END
   WHERE trust_id = $1 AND id = $2`;

export const withdrawSql = `
  UPDATE expertise SET withdrawn_at = now(), version = version + 1
   WHERE trust_id = $1 AND id = $2 AND withdrawn_at IS NULL`;

export const holdExpertiseSql = `
  SELECT id FROM expertise WHERE trust_id = $1 AND id = $2 FOR UPDATE`;

/** Says it of somebody (`$4`) until a day (`$7`), unless the same person did so today. */
export const endorseSql = `
  INSERT INTO expertise_endorsement
    (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
