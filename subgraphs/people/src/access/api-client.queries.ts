import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { schoolList } from '../school/school.queries.ts';

/** What an API client is shown by; nothing that its key was made of. */
export const apiClientColumns = `
  api_client.id, api_client.name, api_client.key_id AS "keyId", api_client.scopes,
  api_client.all_schools AS "allSchools", api_client.hourly_cost AS "hourlyCost",
  api_client.trusted_documents_only AS "trustedDocumentsOnly",
  api_client.created_at AS "createdAt", api_client.created_by_kind AS "createdByKind",
  api_client.created_by_id AS "createdById", api_client.expires_at AS "expiresAt",
  api_client.last_used_at AS "lastUsedAt", api_client.old_secret_until AS "oldSecretUntil",
  api_client.revoked_at AS "revokedAt"`;

/** Keys for schools that the viewer answers for, each of them. */
function inCharge({ trustId, allPlaces, placeIds }: Viewer, parameters: SqlParameters): string[] {
  const where = [`api_client.trust_id = ${parameters.add(trustId)}`];
  if (!allPlaces) {
    where.push('NOT api_client.all_schools');
    where.push(`api_client.school_ids <@ ${parameters.add(placeIds)}::uuid[]`);
  }
  return where;
}

/** API clients that the viewer may see, the newest first. */
export function apiClientList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  const keys = [
    { sql: 'api_client.created_at', type: 'timestamptz' },
    { sql: 'api_client.id', type: 'uuid' },
  ] as const;
  return {
    name: 'apiClients',
    select: apiClientColumns,
    from: 'api_client',
    where: inCharge(viewer, parameters),
    parameters,
    sort: { name: 'newest first', keys, descending: true },
  };
}

/** The schools that each API client answers for, by name. */
export function schoolsOfApiClients(viewer: Viewer): List {
  const list = schoolList(viewer, null, null);
  return {
    ...list,
    name: 'ApiClient.schools',
    from: `api_client JOIN (${list.from}) ON school.trust_id = api_client.trust_id
       AND (api_client.all_schools OR school.id = ANY (api_client.school_ids))`,
  };
}
