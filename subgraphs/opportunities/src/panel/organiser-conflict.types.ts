import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Who of those who run an opportunity is close to whom.' })
export class StepBackFromChoosingInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;

  @ArrayMinSize(1, { message: 'personIds names 1 to 50 people' })
  @ArrayMaxSize(50, { message: 'personIds names 1 to 50 people' })
  @Field(() => [ID], {
    description:
      'Relatives, partners, close friends and whoever else they cannot judge without favour, whether they apply or not.',
  })
  personIds!: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'Of whom the people team says it; the caller unless given.',
  })
  organiserId?: string | null;
}
