import { Max, MaxLength, Min } from 'class-validator';
import { Directive, Field, ID, InputType, Int } from 'type-graphql';

@Directive('@inaccessible')
@InputType({ description: 'Points that one caller spent at one gateway since it last told.' })
export class UsageInput {
  @Field(() => ID, { description: 'Of the caller.' })
  trustId!: string;

  @MaxLength(100)
  @Field(() => ID, { description: 'A person or an API client.' })
  principalId!: string;

  @Field(() => Date, { description: 'When the hour began.' })
  hour!: Date;

  @Min(0)
  @Max(1_000_000_000)
  @Field(() => Int, { description: 'Since the last report.' })
  points!: number;
}
