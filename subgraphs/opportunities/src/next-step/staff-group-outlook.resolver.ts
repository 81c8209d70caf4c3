import { Requires } from '@trellis/subgraph-kit/permission';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { StaffGroupOutlook } from './staff-group-outlook.types.ts';

@Resolver(() => StaffGroupOutlook)
export class StaffGroupOutlookResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many opportunities meant for the group have taken applications since the last 1 September, 1 January or 1 April, with which a term begins.',
  })
  openedThisTerm(
    @Root() { code }: StaffGroupOutlook,
    @Ctx() { loaders }: Context,
  ): Promise<number> {
    return loaders.openedForGroup.load(code);
  }
}
