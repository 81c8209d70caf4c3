import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

export enum StaffGroup {
  TEACHER = 'TEACHER',
  TEACHING_ASSISTANT = 'TEACHING_ASSISTANT',
  ADMINISTRATIVE = 'ADMINISTRATIVE',
  AUXILIARY = 'AUXILIARY',
  TECHNICIAN = 'TECHNICIAN',
  SCHOOL_BUSINESS_PROFESSIONAL = 'SCHOOL_BUSINESS_PROFESSIONAL',
  LEADERSHIP_NON_TEACHER = 'LEADERSHIP_NON_TEACHER',
  OTHER_SCHOOL_SUPPORT = 'OTHER_SCHOOL_SUPPORT',
}
registerEnumType(StaffGroup, {
  name: 'StaffGroup',
  description:
    'The broad group to which a role belongs, after the published statistics on the school workforce. We derive it from the role.',
  valuesConfig: {
    TEACHER: { description: 'Teaching posts, heads and other leaders who teach included.' },
    TEACHING_ASSISTANT: { description: 'Teaching assistants, HLTAs, nursery assistants.' },
    ADMINISTRATIVE: { description: 'Office, attendance, data, examinations.' },
    AUXILIARY: { description: 'Premises, cleaning, catering, midday staff, invigilators.' },
    TECHNICIAN: { description: 'Science, ICT, design and other technicians.' },
    SCHOOL_BUSINESS_PROFESSIONAL: {
      description: 'Business, finance, office, premises and network managers.',
    },
    LEADERSHIP_NON_TEACHER: { description: 'Senior leaders without a teaching post.' },
    OTHER_SCHOOL_SUPPORT: { description: 'Pastoral, welfare, cover, careers, library and others.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What somebody does in a post. Source: census code list CS050.',
})
export class StaffRole {
  @Field(() => String, { description: 'Four letters, such as `TCHR`.' })
  code!: string;

  @Field(() => String, { description: 'In words; the code itself when it is not in our list.' })
  name!: string;

  @Field(() => StaffGroup, { description: 'The group that follows from it.' })
  staffGroup!: StaffGroup;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A dated post of a person at one school. Somebody who works at two schools has two. Personal data, kept to show who may be offered what.',
})
export class Assignment {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => [StaffRole], { description: 'What the person does there; the main role first.' })
  roles!: StaffRole[];

  @Field(() => StaffGroup, { description: 'Of the main role.' })
  staffGroup!: StaffGroup;

  @Field(() => [OfficialCode], { description: 'What the person teaches there; census codes.' })
  subjects!: OfficialCode[];

  @Field(() => Float, { description: 'Share of full time: more than 0, at most 1.' })
  fte!: number;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer runs; null while no end is known.',
  })
  endsOn!: string | null;

  @Field(() => String, { nullable: true, description: 'As the school calls the post.' })
  jobTitle!: string | null;

  @Field(() => Float, { nullable: true, description: 'Hours in a working week.' })
  hoursPerWeek!: number | null;

  @Field(() => Float, { nullable: true, description: 'Weeks worked in a year.' })
  weeksPerYear!: number | null;

  @Field(() => Boolean, { description: 'Whether it counts where the person must be counted once.' })
  isPrimary!: boolean;
}
