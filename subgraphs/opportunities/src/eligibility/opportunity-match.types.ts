import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { Opportunity } from '../opportunity/opportunity.types.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'Something that somebody could go for now, seen from where they stand.',
})
export class OpportunityMatch {
  @Field(() => Opportunity, { description: 'What is on offer.' })
  opportunity!: Opportunity;
}

export const OpportunityMatchConnection = connectionOf(OpportunityMatch);

const isEligibleDescription =
  'Those that are meant for them, or those that are not: they may go for these as well.';

/** Which of what is open, and what part of it. */
@ArgsType()
export class OpportunityMatchArgs extends ConnectionArgs {
  @Field(() => Boolean, { defaultValue: true, description: isEligibleDescription })
  isEligible!: boolean;
}

/** The same of somebody named. */
@ArgsType()
export class OpportunitiesForArgs extends OpportunityMatchArgs {
  @Field(() => ID, { description: 'For whom: a person.' })
  personId!: string;
}
