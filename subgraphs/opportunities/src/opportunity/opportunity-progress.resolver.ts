import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { audienceWarnings } from './audience-warnings.ts';
import { criterionWarnings } from './criterion-warnings.ts';
import { AudienceWarning, CriterionWarning } from './criterion.types.ts';
import {
  AmendOpportunityInput,
  AmendOpportunityResult,
  MoveOpportunityInput,
  MoveOpportunityResult,
} from './opportunity-progress.types.ts';
import type { OpportunityProgressService } from './opportunity-progress.service.ts';
import { OpportunityVersion } from './opportunity-version.types.ts';
import type { OpportunityRow } from './opportunity.queries.ts';
import { Opportunity } from './opportunity.types.ts';

@Resolver(() => Opportunity)
export class OpportunityProgressResolver {
  constructor(private readonly service: OpportunityProgressService) {}

  @Requires('opportunity:publish')
  @Mutation(() => AmendOpportunityResult, {
    nullable: true,
    description:
      'Change what is published. Another pay, other hours, another school, an earlier closing day, other criteria or another audience make a new version.',
  })
  amendOpportunity(
    @Arg('input', () => AmendOpportunityInput, { description: 'Which, and what becomes of it.' })
    input: AmendOpportunityInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.amend(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => MoveOpportunityResult, {
    nullable: true,
    description:
      'Take an opportunity to where it may go next: approve it, close it, shortlist, decide, fill, reopen or withdraw it.',
  })
  moveOpportunity(
    @Arg('input', () => MoveOpportunityInput, { description: 'Which, and where to.' })
    input: MoveOpportunityInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.move(viewer, input);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [OpportunityVersion], {
    nullable: true,
    description:
      'What everybody was told, the newest version first; none before it is published, or where it was published before the trust came here.',
  })
  versions(@Root() { id }: OpportunityRow, @Ctx() { loaders }: Context) {
    return loaders.versionsByOpportunity.load(id);
  }

  @Requires('opportunity:publish')
  @FieldResolver(() => [CriterionWarning], {
    nullable: true,
    description: 'Criteria that may exclude people without cause, for the author to think about.',
  })
  criterionWarnings(@Root() { terms }: OpportunityRow): CriterionWarning[] {
    return criterionWarnings(terms);
  }

  @Requires('opportunity:publish')
  @FieldResolver(() => [AudienceWarning], {
    nullable: true,
    description:
      'What of whom it is for may exclude people without cause, for the author to think about.',
  })
  audienceWarnings(@Root() { audience, terms }: OpportunityRow): AudienceWarning[] {
    return audienceWarnings(audience, terms);
  }
}
