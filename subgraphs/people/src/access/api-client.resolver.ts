import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { withNodes } from '../page-nodes.ts';
import { Person } from '../person/person.types.ts';
import { schoolOf } from '../school/school.queries.ts';
import { type School, SchoolConnection } from '../school/school.types.ts';
import {
  CreateApiClientInput,
  CreateApiClientResult,
  RevokeApiClientInput,
  RevokeApiClientResult,
  RotateApiClientInput,
  RotateApiClientResult,
} from './api-client-change.types.ts';
import type { ApiClientEntity } from './api-client.entity.ts';
import { apiClientList } from './api-client.queries.ts';
import type { ApiClientService } from './api-client.service.ts';
import { ApiClient, ApiClientConnection } from './api-client.types.ts';

@Resolver(() => ApiClient)
export class ApiClientResolver {
  constructor(
    private readonly pages: Pages,
    private readonly service: ApiClientService,
  ) {}

  @Requires('client:manage')
  @Query(() => ApiClientConnection, {
    nullable: true,
    description:
      'Systems that the trust lets in by a key, the newest first, revoked and expired ones included.',
  })
  apiClients(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<ApiClient>> {
    return this.pages.of<ApiClientEntity>(viewer, apiClientList(viewer), args);
  }

  @Requires('client:manage')
  @Mutation(() => CreateApiClientResult, {
    nullable: true,
    description: 'Let a system in. The answer has its key, which is shown this once.',
  })
  createApiClient(
    @Arg('input', () => CreateApiClientInput, { description: 'Which, how far and how long.' })
    input: CreateApiClientInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.create(viewer, input);
  }

  @Requires('client:manage')
  @Mutation(() => RotateApiClientResult, {
    nullable: true,
    description:
      'Give a system a new key. The one it has stays good for a while, so that nothing stops; the one before that is refused from now on.',
  })
  rotateApiClient(
    @Arg('input', () => RotateApiClientInput, { description: 'Which, and the times.' })
    input: RotateApiClientInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.rotate(viewer, input);
  }

  @Requires('client:manage')
  @Mutation(() => RevokeApiClientResult, {
    nullable: true,
    description: 'Shut a system out for good. Its key is refused within a minute.',
  })
  revokeApiClient(
    @Arg('input', () => RevokeApiClientInput, { description: 'Which.' })
    input: RevokeApiClientInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.revoke(viewer, input);
  }

  @Requires('client:manage')
  @FieldResolver(() => SchoolConnection, {
    nullable: true,
    description: 'Schools for which it answers.',
  })
  async schools(
    @Root() { id }: ApiClientEntity,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<School>> {
    return withNodes(await loaders.schoolsOfApiClient.load(id, args), schoolOf);
  }

  @Requires('client:manage')
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who made it; null when an operator of the service did.',
  })
  createdBy(
    @Root() { createdByKind, createdById }: ApiClientEntity,
    @Ctx() { loaders }: Context,
  ): Promise<Person | null> | null {
    return createdByKind === 'PERSON' ? loaders.person.load(createdById) : null;
  }
}
