import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person, PersonConnection } from '../person/person.types.ts';

@Resolver(() => Person)
export class ManagerResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Line manager today; null when there is none or they are out of the caller’s reach.',
  })
  manager(@Root() person: Person, @Ctx() { loaders }: Context): Promise<Person | null> {
    return loaders.managerOfPerson.load(person.id);
  }

  @FieldResolver(() => PersonConnection, {
    description: 'Whom they line-manage today, as far as they are within the caller’s reach.',
  })
  reports(
    @Root() person: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<Person>> {
    return loaders.reportsOfPerson.load(person.id, args);
  }
}
