import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Length, Matches } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'What somebody who was not chosen is told.' })
export class GiveFeedbackInput extends IdempotentInput {
  @Field(() => ID, { description: 'The unsuccessful application.' })
  applicationId!: string;

  @Length(1, 10_000, { message: 'text has 1 to 10000 characters' })
  @Matches(/\S/, { message: 'text is not blank' })
  @Field(() => String, {
    description: 'What was good, what others had more of, what to do next; 1 to 10,000 characters.',
  })
  text!: string;
}
