import type { Database } from '@trellis/subgraph-kit/database';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { timingSafeEqual } from 'node:crypto';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { IdentityProvider, Principal } from './access.types.ts';
import { leaverScopes, rightsFrom, type RoleName } from './role.scopes.ts';

interface SignIn {
  readonly trustId: string;
  readonly personId: string;
  readonly grants: readonly { readonly role: RoleName; readonly schoolId: string | null }[];
  /** A contract runs or is to come. */
  readonly isStaff: boolean;
  readonly hadContract: boolean;
  /** Their last contract ended not long ago. */
  readonly leftLately: boolean;
}

/** For how many days after the last contract somebody may still fetch their career record. */
const daysToTakeLeave = 183;

interface ApiClient {
  readonly id: string;
  readonly trustId: string;
  /** Those that are taken now: the newest, and for a while the one before. */
  readonly secretHashes: readonly string[];
  readonly hourlyCost: number | null;
  readonly trustedDocumentsOnly: boolean;
  /** Whether its last use is to be noted again. */
  readonly isNoteDue: boolean;
  readonly scopes: string[];
  readonly schoolIds: string[];
  readonly allSchools: boolean;
}

/**
 * Finds out who a caller is, before anybody knows their trust. Row security opens the tables of access
 * to the scope `principal:read`, which the gateway alone holds; nothing else here filters by trust.
 */
export class PrincipalService {
  constructor(private readonly db: Database) {}

  /** @returns null for an issuer that no trust registered. */
  async identityProvider(issuer: string): Promise<IdentityProvider | null> {
    const [provider] = await this.db.rows<IdentityProvider>(
      `SELECT issuer, audience, jwks_uri AS "jwksUri", algorithms, trust_id AS "trustId"
         FROM identity_provider WHERE issuer = $1`,
      [issuer],
    );
    return provider ?? null;
  }

  /**
   * The person behind a token whose signature the gateway has checked.
   *
   * Who has left keeps for half a year what is theirs to take along, and nothing else.
   *
   * @returns null when nobody signs in so, or when the person left before that.
   */
  async ofToken(issuer: string, subject: string): Promise<Principal | null> {
    const [found] = await this.db.rows<SignIn>(signInSql, [
      ...[issuer, subject, londonDay(), daysToTakeLeave],
    ]);
    if (!found) return null;
    const { trustId, personId, isStaff, hadContract, leftLately } = found;
    const hasLeft = hadContract && !isStaff;
    const grants = hasLeft ? [] : found.grants;
    if (!isStaff && !(hasLeft && leftLately) && grants.length === 0) return null;
    const roles = grants.map(({ role }) => role);
    const { scopes, allSchools } = hasLeft
      ? { scopes: [...leaverScopes], allSchools: false }
      : rightsFrom(roles, isStaff);
    const schoolIds = grants.flatMap(({ schoolId }) => (schoolId === null ? [] : [schoolId]));
    return {
      trustId,
      personId,
      actorKind: 'PERSON',
      actorId: personId,
      placeIds: allSchools ? [] : [...new Set(schoolIds)],
      allPlaces: allSchools,
      scopes,
      hourlyCost: null,
      trustedDocumentsOnly: false,
    };
  }

  /**
   * The API client behind a key.
   *
   * @param secretHash SHA-256 of the key's secret part, hexadecimal.
   * @returns null when there is no such key or it has expired or was revoked.
   */
  async ofApiKey(keyId: string, secretHash: string): Promise<Principal | null> {
    const [client] = await this.db.rows<ApiClient>(keySql, [keyId]);
    const isRight = client?.secretHashes.map((hash) => isSame(hash, secretHash)).includes(true);
    if (!client || !isRight) return null;
    if (client.isNoteDue) this.#noteUse(client);
    return {
      trustId: client.trustId,
      personId: null,
      actorKind: 'API_KEY',
      actorId: client.id,
      placeIds: client.schoolIds,
      allPlaces: client.allSchools,
      scopes: client.scopes,
      hourlyCost: client.hourlyCost,
      trustedDocumentsOnly: client.trustedDocumentsOnly,
    };
  }

  /** Nobody waits for it, and a note that gets lost is made when the key next comes in. */
  #noteUse({ id, trustId }: ApiClient): void {
    const sql = 'UPDATE api_client SET last_used_at = now() WHERE trust_id = $1 AND id = $2';
    const note = () => this.db.rows(sql, [trustId, id]);
    void this.db.as(jobViewer('last-use', [], trustId), note).catch(() => undefined);
  }
}

const keySql = `
  SELECT id, trust_id AS "trustId", scopes, school_ids AS "schoolIds",
         all_schools AS "allSchools", hourly_cost AS "hourlyCost",
         trusted_documents_only AS "trustedDocumentsOnly",
         CASE WHEN old_secret_until > now() THEN ARRAY[secret_hash, old_secret_hash]
              ELSE ARRAY[secret_hash] END AS "secretHashes",
         coalesce(last_used_at < now() - interval '1 minute', true) AS "isNoteDue"
    FROM api_client WHERE key_id = $1 AND revoked_at IS NULL AND expires_at > now()`;

const signInSql = `
  SELECT sign_in.trust_id AS "trustId", sign_in.person_id AS "personId",
    (SELECT coalesce(json_agg(json_build_object('role', role, 'schoolId', school_id)), '[]')
       FROM role_grant WHERE role_grant.trust_id = sign_in.trust_id
        AND role_grant.person_id = sign_in.person_id AND ${holdsOn('role_grant', '$3')}) AS grants,
    EXISTS (SELECT FROM contract WHERE contract.trust_id = sign_in.trust_id
        AND contract.person_id = sign_in.person_id) AS "hadContract",
    EXISTS (SELECT FROM contract WHERE contract.trust_id = sign_in.trust_id
        AND contract.person_id = sign_in.person_id
        AND (contract.ends_on IS NULL OR contract.ends_on > $3::date)) AS "isStaff",
    EXISTS (SELECT FROM contract WHERE contract.trust_id = sign_in.trust_id
        AND contract.person_id = sign_in.person_id
        AND contract.ends_on > $3::date - $4::integer) AS "leftLately"
    FROM identity_provider JOIN sign_in
      ON sign_in.trust_id = identity_provider.trust_id AND sign_in.issuer = identity_provider.issuer
   WHERE identity_provider.issuer = $1 AND sign_in.subject = $2`;

/** Takes the same time wherever the two differ, so that a hash cannot be guessed piece by piece. */
function isSame(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
