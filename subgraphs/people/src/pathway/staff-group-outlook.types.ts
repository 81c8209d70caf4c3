import { Directive, Field, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "code")')
@ObjectType({
  simpleResolvers: true,
  description:
    'What a staff group of the trust can look forward to. Without a way on, or without an opportunity this term, somebody is to act.',
})
export class StaffGroupOutlook {
  @Field(() => String, { description: 'Of the staff group, as `StaffGroup` writes it.' })
  code!: string;

  @Field(() => Int, {
    description:
      'How many steps of pathways begin in the group and can be taken today; 0 is a gap.',
  })
  stepsToday!: number;
}
