import { Day } from '@trellis/subgraph-kit/scalars';
import { Length, Matches } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

const reasonDescription = 'Why it cannot wait until everybody has had their days.';
const endsOnDescription = 'First day on which nobody acts any more.';

@ObjectType({
  simpleResolvers: true,
  description:
    'What accounts for filling a post at once: the one way past the fairness window, for a time.',
})
export class Acting {
  @Field(() => String, { description: reasonDescription })
  reason!: string;

  @Field(() => ID, { description: 'The person who approved it.' })
  approvedById!: string;

  @Field(() => Day, { description: endsOnDescription })
  endsOn!: string;
}

@InputType({ description: 'What accounts for filling a post at once.' })
export class ActingInput {
  @Length(1, 1_000, { message: 'reason has 1 to 1000 characters' })
  @Matches(/\S/, { message: 'reason is not blank' })
  @Field(() => String, { description: `${reasonDescription} 1 to 1,000 characters.` })
  reason!: string;

  @Field(() => ID, {
    description:
      'The person who approved it: a head or one of the people team, other than its author.',
  })
  approvedById!: string;

  @Field(() => Day, { description: `${endsOnDescription} After the opening day.` })
  endsOn!: string;
}
