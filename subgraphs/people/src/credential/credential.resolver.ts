import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { type Credential, CredentialConnection } from './credential.types.ts';

@Resolver(() => Person)
export class PersonCredentialsResolver {
  @FieldResolver(() => CredentialConnection, {
    description: 'Statuses and qualifications, the newest award first.',
  })
  credentials(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<Credential>> {
    return loaders.credentialsOfPerson.load(id, args);
  }
}
