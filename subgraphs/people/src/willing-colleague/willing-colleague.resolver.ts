import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import { willingList } from './willing-colleague.queries.ts';
import type { WillingColleagueService } from './willing-colleague.service.ts';
import {
  SetWillingToTalkInput,
  SetWillingToTalkResult,
  WillingColleague,
  WillingColleagueConnection,
} from './willing-colleague.types.ts';

@Resolver(() => Viewer)
export class WillingColleagueResolver {
  constructor(
    private readonly pages: Pages,
    private readonly colleagues: WillingColleagueService,
  ) {}

  @Requires('conversation:hold')
  @Query(() => WillingColleagueConnection, {
    nullable: true,
    description:
      'Colleagues in any school who have said that they may be asked for a career conversation, by name.',
  })
  willingColleagues(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<WillingColleague>> {
    return this.pages.of<WillingColleague & { readonly id: string }>(
      viewer,
      willingList(viewer),
      args,
    );
  }

  @Requires('conversation:hold')
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the caller may be asked for a career conversation by colleagues anywhere.',
  })
  willingToTalk(@Ctx() { viewer }: Context): Promise<boolean> {
    return this.colleagues.isWilling(viewer);
  }

  @Requires('conversation:hold')
  @Mutation(() => SetWillingToTalkResult, {
    nullable: true,
    description:
      'Say whether one may be asked for a career conversation by colleagues anywhere. One may still say no to each.',
  })
  setWillingToTalk(
    @Arg('input', () => SetWillingToTalkInput, { description: 'Whether one may be asked.' })
    input: SetWillingToTalkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.colleagues.set(viewer, input);
  }
}
