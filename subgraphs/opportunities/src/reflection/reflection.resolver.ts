import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import { Person } from '../person/person.types.ts';
import type { PlacementRow } from '../placement/placement.queries.ts';
import { Placement } from '../placement/placement.types.ts';
import type { ReflectionRow } from './reflection.queries.ts';
import type { ReflectionService } from './reflection.service.ts';
import {
  Reflection,
  ReflectionConnection,
  ReflectOnPlacementInput,
  ReflectOnPlacementResult,
} from './reflection.types.ts';

@Resolver(() => Reflection)
export class ReflectionResolver {
  constructor(private readonly service: ReflectionService) {}

  @Requires('opportunity:apply')
  @Mutation(() => ReflectOnPlacementResult, {
    nullable: true,
    description:
      'Write what one made of one’s own placement, for oneself and those who received one, and for a network where one wishes so.',
  })
  reflectOnPlacement(
    @Arg('input', () => ReflectOnPlacementInput, { description: 'On which, and what.' })
    input: ReflectOnPlacementInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.reflect(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who wrote it.' })
  person(@Root() { personId }: ReflectionRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => Placement, { nullable: true, description: 'On what.' })
  placement(@Root() { id }: ReflectionRow, @Ctx() { loaders }: Context) {
    return loaders.placement.load(id);
  }

  @FieldResolver(() => Network, { nullable: true, description: 'Who may read it too.' })
  network(@Root() { networkId }: ReflectionRow): Network | null {
    return networkId === null ? null : { id: networkId };
  }
}

@Resolver(() => Placement)
export class ReflectionOfPlacementResolver {
  @FieldResolver(() => Reflection, {
    nullable: true,
    description: 'What the person made of it, for those with whom they share it; null for others.',
  })
  reflection(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.reflection.load(id);
  }
}

@Resolver(() => Network)
export class ReflectionsOfNetworkResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => ReflectionConnection, {
    nullable: true,
    description: 'What people shared with it of what they saw elsewhere, the latest first.',
  })
  reflections(
    @Root() { id }: Network,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.reflectionsOfNetwork.load(id, args);
  }
}
