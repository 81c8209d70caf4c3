const given = `given AS (
  SELECT id, "personId" AS person_id, "managerId" AS manager_id, "startsOn" AS starts_on,
         coalesce("endsOn", 'infinity') AS ends_on
    FROM json_to_recordset($2) AS row (id uuid, "personId" uuid, "managerId" uuid,
      "startsOn" date, "endsOn" date))`;

/** All links as they would be with the given ones (JSON, `$2`) in the trust (`$1`). */
const links = `link AS MATERIALIZED (
  SELECT * FROM given
  UNION ALL
  SELECT id, person_id, manager_id, starts_on, coalesce(ends_on, 'infinity')
    FROM manager_link WHERE trust_id = $1 AND id NOT IN (SELECT id FROM given))`;

/** Given links that name somebody who does not exist, or a person who has a manager already. */
export const refusedLinksSql = `
  WITH ${given}, ${links}
  SELECT given.id, 'The person or the manager is not known.' AS reason FROM given
   WHERE NOT EXISTS (SELECT FROM person WHERE trust_id = $1 AND id = given.person_id)
      OR NOT EXISTS (SELECT FROM person WHERE trust_id = $1 AND id = given.manager_id)
  UNION ALL
  SELECT given.id, 'The person has another manager at the time.' FROM given
   WHERE EXISTS (SELECT FROM link WHERE link.person_id = given.person_id AND link.id <> given.id
                    AND link.starts_on < given.ends_on AND given.starts_on < link.ends_on)`;

/**
 * Given links through which somebody would be their own manager's manager, at whatever distance, on
 * some day: up the line from each, as long as all links of the line hold at once.
 */
export const circularLinksSql = `
  WITH RECURSIVE ${given}, ${links}, line AS (
    SELECT id AS origin, person_id AS bottom, manager_id AS top, starts_on, ends_on,
           ARRAY[manager_id] AS passed
      FROM given
    UNION ALL
    SELECT line.origin, line.bottom, link.manager_id, greatest(line.starts_on, link.starts_on),
           least(line.ends_on, link.ends_on), line.passed || link.manager_id
      FROM line JOIN link ON link.person_id = line.top
       AND link.starts_on < line.ends_on AND line.starts_on < link.ends_on
     WHERE line.top <> line.bottom AND NOT link.manager_id = ANY (line.passed))
  SELECT DISTINCT origin AS id FROM line WHERE top = bottom`;

export const writeLinksSql = `
  INSERT INTO manager_link AS kept (trust_id, id, person_id, manager_id, starts_on, ends_on)
  SELECT $1, id, "personId", "managerId", "startsOn", "endsOn"
    FROM json_to_recordset($2) AS given (id uuid, "personId" uuid, "managerId" uuid,
      "startsOn" date, "endsOn" date)
  ON CONFLICT (trust_id, id) DO UPDATE SET (person_id, manager_id, starts_on, ends_on)
    = ROW (excluded.person_id, excluded.manager_id, excluded.starts_on, excluded.ends_on)
  WHERE (kept.person_id, kept.manager_id, kept.starts_on, kept.ends_on)
    IS DISTINCT FROM
    (excluded.person_id, excluded.manager_id, excluded.starts_on, excluded.ends_on)
  RETURNING id`;
