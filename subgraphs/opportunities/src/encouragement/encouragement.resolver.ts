import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import type { EncouragementRow } from './encouragement.queries.ts';
import type { EncouragementService } from './encouragement.service.ts';
import {
  EncourageInput,
  EncouragementConnection,
  Encouragement,
  EncourageResult,
} from './encouragement.types.ts';

@Resolver(() => Encouragement)
export class EncouragementResolver {
  constructor(private readonly service: EncouragementService) {}

  @Requires('opportunity:read')
  @Mutation(() => EncourageResult, {
    nullable: true,
    description:
      'As somebody’s line manager, tell them that they should go for it. They apply, or not, without anybody’s consent.',
  })
  encourage(
    @Arg('input', () => EncourageInput, { description: 'Whom, and for what.' })
    input: EncourageInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.encourage(viewer, input);
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'What to go for.' })
  opportunity(@Root() { opportunityId }: EncouragementRow, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who is encouraged.' })
  person(@Root() { personId }: EncouragementRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => Person, { nullable: true, description: 'The line manager who did.' })
  givenBy(@Root() { givenById }: EncouragementRow): Person {
    return { id: givenById };
  }
}

@Resolver(() => Person)
export class EncouragementsOfPersonResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => EncouragementConnection, {
    nullable: true,
    description:
      'By line managers, the latest first: all of one’s own, and of others those that one gave.',
  })
  encouragements(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.encouragementsOf.load(id, args);
  }
}
