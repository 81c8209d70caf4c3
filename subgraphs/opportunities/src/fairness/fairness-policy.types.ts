import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Max } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';

const daysDescription = 'School days that everybody has from the day on which they were told.';
const joinerDaysDescription = 'The same for those who become eligible while it is open.';

@ObjectType({
  simpleResolvers: true,
  description: 'How many school days a trust gives everybody for one kind of opportunity.',
})
export class FairnessPolicy {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OpportunityKind, { description: 'For which kind.' })
  kind!: OpportunityKind;

  @Field(() => Int, { description: daysDescription })
  days!: number;

  @Field(() => Int, { description: joinerDaysDescription })
  joinerDays!: number;
}

@InputType({
  description: 'How many school days everybody has. It holds for what is told from then on.',
})
export class SetFairnessPolicyInput extends IdempotentInput {
  @Field(() => OpportunityKind, { description: 'For which kind.' })
  kind!: OpportunityKind;

  @Max(60, { message: 'days is at most 60' })
  @Field(() => Int, { description: `${daysDescription} At most 60.` })
  days!: number;

  @Max(60, { message: 'joinerDays is at most 60' })
  @Field(() => Int, { description: `${joinerDaysDescription} Not more than \`days\`.` })
  joinerDays!: number;
}

@ObjectType({ implements: Refusal, description: 'No trust gives less, and joiners get no more.' })
export class FairnessTooShort extends Refusal {
  @Field(() => Int, { description: 'The fewest days for this kind.' })
  readonly minimumDays: number;

  @Field(() => Int, { description: 'The fewest days of those who become eligible meanwhile.' })
  readonly minimumJoinerDays: number;

  constructor(minimumDays: number, minimumJoinerDays: number) {
    super(`Everybody has at least ${minimumDays} school days, and joiners ${minimumJoinerDays}.`);
    this.minimumDays = minimumDays;
    this.minimumJoinerDays = minimumJoinerDays;
  }
}

export const SetFairnessPolicyResult = createUnionType({
  name: 'SetFairnessPolicyResult',
  description: 'The policy, or why it cannot be.',
  types: () => [FairnessPolicy, FairnessTooShort] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : FairnessPolicy.name,
});
