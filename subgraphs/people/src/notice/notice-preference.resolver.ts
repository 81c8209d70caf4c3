import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import type { NoticePreferenceService } from './notice-preference.service.ts';
import {
  NoticePreferences,
  SetNoticePreferencesInput,
  SetNoticePreferencesResult,
} from './notice-preference.types.ts';

@Resolver(() => Viewer)
export class NoticePreferenceResolver {
  constructor(private readonly service: NoticePreferenceService) {}

  @FieldResolver(() => NoticePreferences, {
    nullable: true,
    description: 'How the caller wants to be told; null for an API key.',
  })
  noticePreferences(@Ctx() { viewer }: Context): Promise<NoticePreferences | null> {
    return this.service.of(viewer);
  }

  @Requires('staff:read')
  @Mutation(() => SetNoticePreferencesResult, {
    nullable: true,
    description: 'Say how the caller wants to be told.',
  })
  setNoticePreferences(
    @Arg('input', () => SetNoticePreferencesInput, { description: 'How.' })
    input: SetNoticePreferencesInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.set(viewer, input);
  }
}
