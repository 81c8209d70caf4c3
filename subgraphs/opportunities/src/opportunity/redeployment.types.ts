import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Length, Matches } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { IllegalTransition, OpportunityNotPublishable } from './opportunity-change.types.ts';
import { Opportunity } from './opportunity.types.ts';

@InputType({ description: 'Whom to give a post without asking others, because theirs ends.' })
export class RedeployInput extends IdempotentInput {
  @Field(() => ID, { description: 'The draft of what they are to do.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Field(() => ID, { description: 'The person whose post ends.' })
  personId!: string;

  @Field(() => Day, { description: 'First day on which their present post is no more.' })
  postEndsOn!: string;

  @Length(1, 1_000, { message: 'reason has 1 to 1000 characters' })
  @Matches(/\S/, { message: 'reason is not blank' })
  @Field(() => String, { description: 'Why their post ends; 1 to 1,000 characters.' })
  reason!: string;

  @Field(() => ID, {
    description:
      'The person who approved it: a head or one of the people team, other than the caller and whom it is for.',
  })
  approvedById!: string;
}

@ObjectType({
  implements: Refusal,
  description:
    'The person’s post does not end. Nobody else is given what others could go for: publish it.',
})
export class NotAtRisk extends Refusal {
  constructor() {
    super('Their post does not end: publish it, so that everybody can go for it.');
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Opportunity.name;

export const RedeployResult = createUnionType({
  name: 'RedeployResult',
  description: 'The opportunity, filled; or why it is not.',
  types: () => [Opportunity, IllegalTransition, OpportunityNotPublishable, NotAtRisk] as const,
  resolveType: resultType,
});
