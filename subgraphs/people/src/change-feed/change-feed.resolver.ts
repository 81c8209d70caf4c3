import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
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
      'As they are now; null for a change of a school, and for somebody out of the caller’s reach.',
  })
  person(
    @Root() { type, aggregateId, intoPersonId }: Change,
    @Ctx() { loaders }: Context,
  ): Promise<Person | null> | null {
    return type.startsWith('person.') ? loaders.person.load(intoPersonId ?? aggregateId) : null;
  }

  @Requires('staff:read')
  @FieldResolver(() => School, {
    nullable: true,
    description: 'As it is now; null for a change of a person.',
  })
  school(
    @Root() { type, aggregateId }: Change,
    @Ctx() { loaders }: Context,
  ): Promise<School | null> | null {
    return type.startsWith('school.') ? loaders.school.load(aggregateId) : null;
  }
}
