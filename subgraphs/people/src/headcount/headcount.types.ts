import { Field, Float, Int, ObjectType } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'How many people of one staff group have a post on a day. Whoever works under a service agreement (agency, local authority) is not employed by the trust and not counted.',
})
export class StaffGroupHeadcount {
  @Field(() => StaffGroup, { description: 'Of the main role of each person’s main post.' })
  staffGroup!: StaffGroup;

  @Field(() => Int, { description: 'Heads; each person once.' })
  people!: number;

  @Field(() => Float, {
    description: 'Full-time equivalents of all posts of these people that are counted here.',
  })
  fte!: number;
}
