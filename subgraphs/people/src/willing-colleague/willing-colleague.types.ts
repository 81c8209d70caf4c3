import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'A colleague who has said that they may be asked for a career conversation: who they are and where they work, and no more.',
})
export class WillingColleague {
  @Field(() => ID, { description: 'Of the person; to ask them by.' })
  id!: string;

  @Field(() => String, { description: 'As they like to be called.' })
  name!: string;

  @Field(() => String, { description: 'Where their main post is today.' })
  schoolName!: string;

  @Field(() => StaffGroup, { description: 'Of their main post today.' })
  staffGroup!: StaffGroup;
}

export const WillingColleagueConnection = connectionOf(WillingColleague);

@InputType({ description: 'Whether the caller may be asked.' })
export class SetWillingToTalkInput extends IdempotentInput {
  @Field(() => Boolean, { description: 'Whether one may be asked from now on.' })
  willing!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Whether somebody may be asked.' })
export class WillingToTalk {
  @Field(() => Boolean, { description: 'Whether colleagues out of reach may ask them.' })
  willing!: boolean;
}

export const SetWillingToTalkResult = createUnionType({
  name: 'SetWillingToTalkResult',
  description: 'What holds now.',
  types: () => [WillingToTalk] as const,
  resolveType: () => WillingToTalk.name,
});
