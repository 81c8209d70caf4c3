import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type EntityManager, IsNull } from 'typeorm';
import { IdentityProviderEntity } from './identity-provider.entity.ts';
import type { RoleName } from './role.scopes.ts';
import { RoleGrantEntity } from './role-grant.entity.ts';
import { SignInEntity } from './sign-in.entity.ts';

/** What was asked cannot be done; the message tells an operator why. */
export class AccessRefused extends Error {}

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

/** A role of somebody, whenever. */
export interface Role {
  readonly personId: string;
  readonly role: RoleName;
  /** For a head; null for a role over the whole trust. */
  readonly schoolId: string | null;
}

export interface RoleGrantRecord extends Role {
  readonly id: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** Says who may come in, and as what. The same again changes nothing. */
export class AccessService {
  constructor(private readonly db: Database) {}

  /**
   * Takes the provider's tokens for the viewer's trust, and says who its subjects are.
   *
   * @throws AccessRefused when the issuer serves another trust.
   */
  async admitFrom(
    viewer: Viewer,
    provider: ProviderRecord,
    signIns: readonly SignInRecord[],
  ): Promise<void> {
    const { issuer, algorithms } = provider;
    const row = { ...provider, trustId: viewer.trustId, algorithms: [...algorithms] };
    await this.db.transaction(async (tx) => {
      await tx.upsert(IdentityProviderEntity, row, ['trustId', 'issuer']).catch(explainIssuer);
    });
    await this.recogniseSubjects(viewer, issuer, signIns);
  }

  /**
   * Says as whom subjects of a provider of the trust sign in.
   *
   * @throws AccessRefused when the trust has no provider with this issuer.
   */
  async recogniseSubjects(
    { trustId }: Viewer,
    issuer: string,
    signIns: readonly SignInRecord[],
  ): Promise<void> {
    const rows = signIns.map((signIn) => ({ ...signIn, trustId, issuer }));
    await this.db.transaction(async (tx) => {
      if (!(await tx.existsBy(IdentityProviderEntity, { trustId, issuer }))) {
        throw new AccessRefused(
          'The trust has no identity provider with this issuer; add it with the verb provider.',
        );
      }
      await tx.upsert(SignInEntity, rows, ['trustId', 'issuer', 'subject']);
    });
  }

  /** Gives roles, or changes their dates. */
  async grantRoles({ trustId }: Viewer, grants: readonly RoleGrantRecord[]): Promise<void> {
    const rows = grants.map((grant) => ({ ...grant, trustId }));
    await this.db.transaction((tx) => tx.upsert(RoleGrantEntity, rows, ['trustId', 'id']));
  }

  /**
   * Gives a role from today on, with no end.
   *
   * @returns whether it was not held so already.
   */
  async giveRole(viewer: Viewer, role: Role): Promise<boolean> {
    const today = londonDay();
    const grants = await this.db.transaction((tx) => grantsOf(tx, viewer, role));
    if (grants.some(({ startsOn, endsOn }) => startsOn <= today && endsOn === null)) return false;
    await this.grantRoles(viewer, [{ ...role, id: newId(), startsOn: today, endsOn: null }]);
    return true;
  }

  /**
   * Ends a role today, and one that was to come before it begins.
   *
   * @returns whether there was such a role.
   */
  takeRole(viewer: Viewer, role: Role): Promise<boolean> {
    const today = londonDay();
    return this.db.transaction(async (tx) => {
      const held = (await grantsOf(tx, viewer, role)).filter(
        ({ startsOn, endsOn }) => endsOn === null || (endsOn > today && endsOn > startsOn),
      );
      for (const grant of held) grant.endsOn = grant.startsOn > today ? grant.startsOn : today;
      await tx.save(held);
      return held.length > 0;
    });
  }
}

function grantsOf(tx: EntityManager, { trustId }: Viewer, { personId, role, schoolId }: Role) {
  const where = { trustId, personId, role, schoolId: schoolId ?? IsNull() };
  return tx.findBy(RoleGrantEntity, where);
}

/** The table holds that an issuer speaks for one trust; the other trust's row cannot be seen. */
function explainIssuer(error: unknown): never {
  if (String(error).includes('identity_provider_issuer_key')) {
    throw new AccessRefused('This issuer already serves another trust; it may serve one only.');
  }
  throw error;
}
