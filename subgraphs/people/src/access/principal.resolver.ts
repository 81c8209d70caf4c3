import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Directive, Query, Resolver } from 'type-graphql';
import { IdentityProvider, Principal } from './access.types.ts';
import type { PrincipalService } from './principal.service.ts';

/** For the gateway alone: not part of the API that clients see. */
@Resolver()
export class PrincipalResolver {
  constructor(private readonly principals: PrincipalService) {}

  @Requires('principal:read')
  @Directive('@inaccessible')
  @Query(() => IdentityProvider, { nullable: true, description: 'For the gateway alone.' })
  identityProvider(
    @Arg('issuer', () => String, { description: 'As in the token’s `iss`.' }) issuer: string,
  ): Promise<IdentityProvider | null> {
    return this.principals.identityProvider(issuer);
  }

  @Requires('principal:read')
  @Directive('@inaccessible')
  @Query(() => Principal, { nullable: true, description: 'For the gateway alone.' })
  principalOfToken(
    @Arg('issuer', () => String, { description: 'As in the token’s `iss`.' }) issuer: string,
    @Arg('subject', () => String, { description: 'As in the token’s `sub`.' }) subject: string,
  ): Promise<Principal | null> {
    return this.principals.ofToken(issuer, subject);
  }

  @Requires('principal:read')
  @Directive('@inaccessible')
  @Query(() => Principal, { nullable: true, description: 'For the gateway alone.' })
  principalOfApiKey(
    @Arg('keyId', () => String, { description: 'The key’s public part.' }) keyId: string,
    @Arg('secretHash', () => String, { description: 'SHA-256 of its secret part, hexadecimal.' })
    secretHash: string,
  ): Promise<Principal | null> {
    return this.principals.ofApiKey(keyId, secretHash);
  }
}
