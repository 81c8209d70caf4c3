import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { AspirationMatch } from './aspiration-match.types.ts';

@Resolver(() => Opportunity)
export class OpportunityAspirationsResolver {
  @FieldResolver(() => AspirationMatch, {
    nullable: true,
    description: 'Who hopes for something that an opportunity of this kind gives.',
  })
  aspirationsMatching(@Root() { kind }: Opportunity): AspirationMatch {
    return { kind };
  }
}
