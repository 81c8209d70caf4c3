import { isMemberOn } from '../network/network.queries.ts';

const listOf = (columns: string, from: string, where: string) =>
  `coalesce((SELECT json_agg(${columns}) FROM ${from}
     WHERE ${where.replaceAll('$table', from.split(' ')[0] ?? '')}), '[]')`;

const own = '$table.trust_id = $1 AND $table.person_id = asked.id';
const stretch = `'startsOn', starts_on, 'endsOn', ends_on`;

/** What our records say of people (`$2`) of the trust (`$1`) on the day (`$3`). */
export const careerFactsSql = `
  SELECT asked.id AS "personId",
    ${listOf(`json_build_object('roleCodes', role_codes, ${stretch})`, 'assignment', own)} AS posts,
    ${listOf(
      `json_build_object('kindCode', kind_code, 'awardedOn', awarded_on, 'expiresOn', expires_on)`,
      'credential',
      own,
    )} AS credentials,
    ${listOf(
      `json_build_object(${stretch})`,
      'manager_link',
      'trust_id = $1 AND manager_id = asked.id',
    )} AS managed,
    ${listOf(
      'network.name ORDER BY network.sort_name, network.id',
      `network_membership JOIN network ON network.trust_id = network_membership.trust_id
         AND network.id = network_membership.network_id`,
      `${own} AND ${isMemberOn('$3')}`,
    )} AS networks
    FROM unnest($2::uuid[]) AS asked (id)`;
