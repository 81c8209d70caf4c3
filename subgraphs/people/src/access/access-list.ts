import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** Says in lines of text who may come in to the viewer's trust. Nothing secret is in them. */
export async function accessList(db: Database, { trustId }: Viewer): Promise<string[]> {
  const lines: string[] = [];
  for (const [title, sql] of Object.entries(parts)) {
    const values = sql.includes('$2') ? [trustId, londonDay()] : [trustId];
    const rows = await db.rows<{ line: string }>(sql, values);
    lines.push(title, ...(rows.length > 0 ? rows.map(({ line }) => `  ${line}`) : ['  none']));
  }
  return lines;
}

const personName = `coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name
  || ' (' || person.id || ')'`;

const parts: Readonly<Record<string, string>> = {
  'Identity providers': `
    SELECT issuer || ' for audience ' || audience || ', keys at ' || jwks_uri || ', signed with '
           || array_to_string(algorithms, ', ') AS line
      FROM identity_provider WHERE trust_id = $1 ORDER BY issuer`,
  'Sign-ins': `
    SELECT subject || ' of ' || issuer || ' is ' || ${personName} AS line
      FROM sign_in JOIN person ON person.trust_id = sign_in.trust_id AND person.id = person_id
     WHERE sign_in.trust_id = $1 ORDER BY sort_name, issuer, subject`,
  Roles: `
    SELECT concat(role, ' of ' || school.name || ' (' || urn || ')', ': ', ${personName},
                  ' since ' || starts_on, ' until ' || ends_on) AS line
      FROM role_grant
      JOIN person ON person.trust_id = role_grant.trust_id AND person.id = person_id
      LEFT JOIN school ON school.trust_id = role_grant.trust_id AND school.id = role_grant.school_id
      LEFT JOIN school_urn ON school_urn.trust_id = school.trust_id
       AND school_urn.school_id = school.id AND school_urn.valid_to IS NULL
     WHERE role_grant.trust_id = $1
       AND (ends_on IS NULL OR ends_on > greatest(starts_on, $2::date))
     ORDER BY role, person.sort_name, school.sort_name`,
  'API keys': `
    SELECT concat(key_id, ' ', api_client.name, ': ', array_to_string(scopes, ', '), '; ',
                  CASE WHEN all_schools THEN 'all schools' ELSE coalesce(
                    (SELECT 'URN ' || string_agg(urn, ', ' ORDER BY urn) FROM school_urn
                      WHERE school_urn.trust_id = api_client.trust_id AND valid_to IS NULL
                        AND school_id = ANY (school_ids)), 'no school') END, '; ',
                  CASE WHEN revoked_at IS NOT NULL
                       THEN 'revoked on ' || (revoked_at AT TIME ZONE 'Europe/London')::date
                       WHEN expires_at > now()
                       THEN 'expires on ' || (expires_at AT TIME ZONE 'Europe/London')::date
                       ELSE 'expired on ' || (expires_at AT TIME ZONE 'Europe/London')::date
                   END) AS line
      FROM api_client WHERE trust_id = $1 ORDER BY api_client.name, expires_at`,
};
