import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { AudienceInput } from '../opportunity/audience.types.ts';
import { Person } from '../person/person.types.ts';
import type { EligibilityService } from './eligibility.service.ts';
import { AudiencePreview, Eligibility } from './eligibility.types.ts';

@Resolver(() => Person)
export class EligibilityResolver {
  constructor(private readonly service: EligibilityService) {}

  @Requires('opportunity:publish')
  @Query(() => AudiencePreview, {
    nullable: true,
    description: 'Who would be in and who left out, before anything is published.',
  })
  previewAudience(
    @Arg('rule', () => AudienceInput, { description: 'Whom it would be for.' })
    rule: AudienceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.preview(viewer, rule);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => Eligibility, {
    nullable: true,
    description:
      'Whether an opportunity is meant for the person, and why. Everybody knows their own; with `opportunity:publish` one knows it of the people at the schools that one answers for, and line managers know it of their reports; null when the caller may not know.',
  })
  eligibility(
    @Root() { id }: Person,
    @Arg('opportunityId', () => ID, { description: 'Of the opportunity.' }) opportunityId: string,
    @Arg('version', () => Int, {
      nullable: true,
      description:
        'As everybody was told of it by this version, which explains an old answer; as it stands today when not given.',
    })
    version: number | null | undefined,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.eligibility.load({ opportunityId, personId: id, version: version ?? null });
  }
}
