import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { NetworkCard } from '../shared-network/shared-network.types.ts';
import type { ContributorNode } from './network-contributor.loaders.ts';
import { NetworkContributor } from './network-contributor.types.ts';

@Resolver(() => NetworkContributor)
export class NetworkContributorResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'A colleague; null where out of the caller’s reach, or of an allied trust.',
  })
  person(@Root() { personId }: ContributorNode, @Ctx() { loaders }: Context) {
    return personId === null ? null : loaders.person.load(personId);
  }

  @FieldResolver(() => NetworkCard, {
    nullable: true,
    description: 'What an allied trust shows of somebody; null for colleagues.',
  })
  card(@Root() { card }: ContributorNode): NetworkCard | null {
    return card;
  }
}
