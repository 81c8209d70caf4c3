import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { LeavePeriod } from './leave.types.ts';

@Resolver(() => Person)
export class PersonLeaveResolver {
  @FieldResolver(() => [LeavePeriod], {
    nullable: true,
    description:
      'When the person was, is or will be away, and why; the newest first. Null unless the caller is the person, or holds `leave:read` and answers for a school of theirs: being somebody’s line manager or colleague is not enough.',
  })
  async leavePeriods(
    @Root() { id }: Person,
    @Ctx() { loaders }: Context,
  ): Promise<LeavePeriod[] | null> {
    return (await loaders.mayKnowLeaveOf.load(id)) ? loaders.leaveOfPerson.load(id) : null;
  }
}
