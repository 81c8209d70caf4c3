import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'How often everybody whom the trust employs is owed a career conversation.',
})
export class ConversationPolicy {
  @Field(() => Int, { description: 'How many a year: 1, 2, 3, 4, 6 or 12.' })
  perYear!: number;

  @Field(() => Int, { description: 'Days from joining until the first is due, 1 to 366.' })
  firstWithinDays!: number;

  @Field(() => Int, {
    description: 'Days from coming back after 28 or more days of leave, 1 to 366.',
  })
  afterLeaveDays!: number;

  @Field(() => Day, {
    nullable: true,
    description: 'From when on: who joined before counts as joined then. Null when none was set.',
  })
  startsOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description:
      'From when on nobody is to lead a conversation without training that holds; null while it is advice.',
  })
  trainingRequiredFrom!: string | null;

  @Field(() => Int, {
    description:
      'Days after a change of line manager until agreed actions pass to the next, 0 to 90. Arranged conversations do at once; what is left then waits in `conversationsUnassigned`.',
  })
  moveWithinDays!: number;

  @Field(() => Int, { description: 'Sent along by whoever changes it; 0 when none was set.' })
  version!: number;
}

@InputType({ description: 'How often a conversation is owed from now on, all of it.' })
export class SetConversationPolicyInput extends IdempotentInput {
  @IsIn([1, 2, 3, 4, 6, 12], { message: 'perYear is 1, 2, 3, 4, 6 or 12' })
  @Field(() => Int, { description: '1, 2, 3, 4, 6 or 12.' })
  perYear!: number;

  @Min(1, { message: 'firstWithinDays is 1 to 366' })
  @Max(366, { message: 'firstWithinDays is 1 to 366' })
  @Field(() => Int, { description: 'Days from joining until the first is due, 1 to 366.' })
  firstWithinDays!: number;

  @Min(1, { message: 'afterLeaveDays is 1 to 366' })
  @Max(366, { message: 'afterLeaveDays is 1 to 366' })
  @Field(() => Int, { description: 'Days from coming back after long leave, 1 to 366.' })
  afterLeaveDays!: number;

  @Field(() => Day, { description: 'From when on.' })
  startsOn!: string;

  @IsOptional()
  @Field(() => Day, {
    nullable: true,
    description: 'From when on who leads must be trained; advice when not given.',
  })
  trainingRequiredFrom?: string | null;

  @IsOptional()
  @Min(0, { message: 'moveWithinDays is 0 to 90' })
  @Max(90, { message: 'moveWithinDays is 0 to 90' })
  @Field(() => Int, {
    nullable: true,
    description:
      'Days after a change of line manager until agreed actions pass on, 0 to 90; as it was when not given, and 14 at first.',
  })
  moveWithinDays?: number | null;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

export const SetConversationPolicyResult = createUnionType({
  name: 'SetConversationPolicyResult',
  description: 'What holds now.',
  types: () => [ConversationPolicy] as const,
  resolveType: () => ConversationPolicy.name,
});
