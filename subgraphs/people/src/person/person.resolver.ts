import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../school/school.types.ts';
import { peopleList } from './person.queries.ts';
import { PeopleArgs, Person, PersonConnection, StaffArgs } from './person.types.ts';

@Resolver(() => Person)
export class PersonResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('staff:read')
  @Query(() => Person, {
    nullable: true,
    description: 'A member of staff within the caller’s reach.',
  })
  async person(
    @Arg('id', () => ID, { description: 'Opaque.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<Person> {
    const person = await loaders.person.load(id);
    if (!person) throw notFound('person');
    return person;
  }

  @Requires('staff:read')
  @Query(() => PersonConnection, {
    nullable: true,
    description:
      'Staff within the caller’s reach; those in post today unless the filter says otherwise.',
  })
  people(
    @Args(() => PeopleArgs) args: PeopleArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<Person>> {
    return this.pages.of(viewer, peopleList(viewer, args.filter, args.orderBy), args);
  }
}

@Resolver(() => School)
export class SchoolStaffResolver {
  @Requires('staff:read')
  @FieldResolver(() => PersonConnection, {
    nullable: true,
    description:
      'Who works there, as far as they are within the caller’s reach. Somebody with two posts there comes once.',
  })
  staff(
    @Root() school: School,
    @Args(() => StaffArgs) args: StaffArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<Person>> {
    return loaders.staffOfSchool.load(school.id, args);
  }
}
