import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum UnassignedReason {
  NO_MANAGER = 'NO_MANAGER',
  MANAGER_LEFT = 'MANAGER_LEFT',
  MANAGER_AWAY = 'MANAGER_AWAY',
}
registerEnumType(UnassignedReason, {
  name: 'UnassignedReason',
  description: 'Why nobody leads somebody’s conversations by office.',
  valuesConfig: {
    NO_MANAGER: { description: 'The records name no line manager today.' },
    MANAGER_LEFT: { description: 'The trust does not employ the line manager any more.' },
    MANAGER_AWAY: { description: 'The line manager is on leave of 28 days or more.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody who is owed career conversations and has no line manager to hold them. They may still choose a colleague.',
})
export class UnassignedPerson {
  @Field(() => UnassignedReason, { description: 'Why.' })
  reason!: UnassignedReason;

  @Field(() => Day, { description: 'First day without.' })
  since!: string;

  @Field(() => Int, { description: 'For how many days.' })
  days!: number;

  @Field(() => Int, {
    description:
      'Arranged conversations and agreed actions with a former line manager that nobody has taken on within the days of the policy.',
  })
  itemsWaiting!: number;

  @Field(() => Day, {
    nullable: true,
    description: 'Since when the first of them waits; null when none does.',
  })
  itemsWaitingSince!: string | null;

  @Field(() => Day, { description: 'When their next conversation is due.' })
  dueOn!: string;
}

export const UnassignedPersonConnection = connectionOf(UnassignedPerson);
