import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Opportunity, Placement } from '../agreed-action/agreed-action.types.ts';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import type { ChangeFeedService } from './change-feed.service.ts';
import { Change, Changes, ChangesArgs } from './change.types.ts';

@Resolver(() => Change)
export class ChangeFeedResolver {
  constructor(private readonly feed: ChangeFeedService) {}

  @Requires('changes:read')
  @Directive(
    '@listSize(assumedSize: 100, slicingArguments: ["first"], sizedFields: ["events"], requireOneSlicingArgument: false)',
  )
  @Query(() => Changes, {
    nullable: true,
    description:
      'What has changed since the caller last asked, for schools that they answer for: in order, each change once, none passed over. For systems that cannot receive webhooks.',
  })
  changes(@Args(() => ChangesArgs) args: ChangesArgs, @Ctx() { viewer }: Context) {
    return this.feed.after(viewer, args);
  }

  @Requires('changes:read')
  @Query(() => String, {
    nullable: true,
    description:
      'A place in `changes` after all that is told by now. Take it, read the people and schools as they are, and then follow the changes since: nothing falls between.',
  })
  changesCursor(@Ctx() { viewer }: Context): Promise<string> {
    return this.feed.now(viewer);
  }

  @Requires('staff:read')
  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who has changed, or whose appointment it is, as they are now; null with other changes, and for somebody out of the caller’s reach.',
  })
  person(
    @Root() { type, aggregateId, intoPersonId, personId }: Change,
    @Ctx() { loaders }: Context,
  ): Promise<Person | null> | null {
    const changed = type.startsWith('person.') ? (intoPersonId ?? aggregateId) : null;
    const id = personId ?? changed;
    return id === null ? null : loaders.person.load(id);
  }

  @Requires('staff:read')
  @FieldResolver(() => School, {
    nullable: true,
    description: 'As it is now; null with other changes.',
  })
  school(
    @Root() { type, aggregateId }: Change,
    @Ctx() { loaders }: Context,
  ): Promise<School | null> | null {
    return type.startsWith('school.') ? loaders.school.load(aggregateId) : null;
  }

  @Requires('opportunity:read')
  @FieldResolver(() => Opportunity, {
    nullable: true,
    description:
      'What has changed, or what the appointment is to, as it is now; null with other changes.',
  })
  opportunity(@Root() { type, aggregateId, opportunityId }: Change): Opportunity | null {
    const id = type.startsWith('opportunity.') ? aggregateId : opportunityId;
    return id === null ? null : { id };
  }

  @Requires('opportunity:read')
  @FieldResolver(() => Placement, {
    nullable: true,
    description:
      'The appointment as it is now, with its days and schools; null with other changes.',
  })
  placement(@Root() { type, aggregateId }: Change): Placement | null {
    return type.startsWith('appointment.') ? { id: aggregateId } : null;
  }
}
