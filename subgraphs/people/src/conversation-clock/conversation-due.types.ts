import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

export enum ConversationDueState {
  NOT_YET_DUE = 'NOT_YET_DUE',
  DUE = 'DUE',
  OVERDUE = 'OVERDUE',
  NOT_REQUIRED = 'NOT_REQUIRED',
}
registerEnumType(ConversationDueState, {
  name: 'ConversationDueState',
  description: 'Whether somebody is owed a career conversation today.',
  valuesConfig: {
    NOT_YET_DUE: { description: 'The day is more than 28 days away.' },
    DUE: { description: 'The day is today or in the next 28 days.' },
    OVERDUE: { description: 'The day has passed.' },
    NOT_REQUIRED: {
      description: 'On leave of 28 days or more: nothing is due, and one may be had.',
    },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'When somebody’s next career conversation is due, by the policy of the trust. It is the same for everybody whom the trust employs, whatever their hours, posts and schools.',
})
export class ConversationDue {
  @Field(() => ConversationDueState, { description: 'How things stand today.' })
  state!: ConversationDueState;

  @Field(() => Day, { description: 'By when.' })
  dueOn!: string;

  @Field(() => Day, {
    nullable: true,
    description:
      'When the last one was held or declined by the person, since they last joined the trust.',
  })
  offeredOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'When they were last reminded that one is due; at most once for each.',
  })
  nudgedOn!: string | null;
}

export const ConversationDueConnection = connectionOf(ConversationDue);

@InputType({ description: 'Whose; all conditions given must hold.' })
export class ConversationsDueFilter {
  @IsOptional()
  @Field(() => ConversationDueState, { nullable: true, description: 'How things stand.' })
  state?: ConversationDueState | null;

  @IsOptional()
  @Field(() => ID, { nullable: true, description: 'Who has a post at this school today.' })
  schoolId?: string | null;

  @IsOptional()
  @Field(() => ID, { nullable: true, description: 'Whom this person line-manages today.' })
  managerId?: string | null;
}

@ArgsType()
export class ConversationsDueArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => ConversationsDueFilter, { nullable: true, description: 'All when not given.' })
  filter?: ConversationsDueFilter | null;
}
