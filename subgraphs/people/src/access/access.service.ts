import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { createHash } from 'node:crypto';
import { ApiClientEntity } from './api-client.entity.ts';
import { IdentityProviderEntity } from './identity-provider.entity.ts';
import type { RoleName } from './role.scopes.ts';
import { RoleGrantEntity } from './role-grant.entity.ts';
import { SignInEntity } from './sign-in.entity.ts';

/** Whose access tokens are to be taken for the trust. */
export interface ProviderRecord {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly algorithms: readonly string[];
}

export interface SignInRecord {
  readonly subject: string;
  readonly personId: string;
}

export interface RoleGrantRecord {
  readonly id: string;
  readonly personId: string;
  readonly role: RoleName;
  /** For a head; null for a role over the whole trust. */
  readonly schoolId: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

export interface ApiClientRecord {
  readonly id: string;
  readonly name: string;
  /** The whole key, `spk_<env>_<keyId>_<secret>`; only its hash is kept. */
  readonly key: string;
  readonly scopes: readonly string[];
  readonly schoolIds: readonly string[];
  readonly expiresAt: Date;
}

/** Says who may come in, and as what. The same again changes nothing. */
export class AccessService {
  constructor(private readonly db: Database) {}

  /** Takes the provider's tokens for the viewer's trust, and says who its subjects are. */
  async admitFrom(
    { trustId }: Viewer,
    provider: ProviderRecord,
    signIns: readonly SignInRecord[],
  ): Promise<void> {
    const { issuer, algorithms } = provider;
    await this.db.transaction(async (tx) => {
      const row = { ...provider, trustId, algorithms: [...algorithms] };
      await tx.upsert(IdentityProviderEntity, row, ['trustId', 'issuer']);
      const rows = signIns.map((signIn) => ({ ...signIn, trustId, issuer }));
      await tx.upsert(SignInEntity, rows, ['trustId', 'issuer', 'subject']);
    });
  }

  /** Gives roles, or changes their dates. */
  async grantRoles({ trustId }: Viewer, grants: readonly RoleGrantRecord[]): Promise<void> {
    const rows = grants.map((grant) => ({ ...grant, trustId }));
    await this.db.transaction((tx) => tx.upsert(RoleGrantEntity, rows, ['trustId', 'id']));
  }

  /**
   * Lets a system in by a key.
   *
   * @throws Error when the key does not have the form that the gateway takes.
   */
  async addApiClient({ trustId }: Viewer, { key, ...client }: ApiClientRecord): Promise<void> {
    const { keyId, secretHash } = partsOf(key);
    const { scopes, schoolIds } = client;
    const row = { ...client, trustId, keyId, secretHash };
    await this.db.transaction((tx) =>
      tx.upsert(ApiClientEntity, { ...row, scopes: [...scopes], schoolIds: [...schoolIds] }, [
        'trustId',
        'id',
      ]),
    );
  }
}

function partsOf(key: string): { keyId: string; secretHash: string } {
  const [, keyId, secret] = /^spk_[a-z]+_([a-z0-9]{12})_([\w-]{43})$/.exec(key) ?? [];
  if (!keyId || !secret) throw new Error('The API key is not spk_<env>_<keyId>_<secret>.');
  return { keyId, secretHash: createHash('sha256').update(secret).digest('hex') };
}
