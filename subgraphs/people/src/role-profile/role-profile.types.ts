import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { StaffGroup, StaffRole } from '../assignment/assignment.types.ts';

export enum CareerTrack {
  LEADERSHIP = 'LEADERSHIP',
  CURRICULUM = 'CURRICULUM',
  PEDAGOGY = 'PEDAGOGY',
  ASSESSMENT = 'ASSESSMENT',
  RESEARCH = 'RESEARCH',
  PASTORAL_SEND = 'PASTORAL_SEND',
  BUSINESS = 'BUSINESS',
  OPERATIONS = 'OPERATIONS',
  TEACHING_SUPPORT = 'TEACHING_SUPPORT',
}
registerEnumType(CareerTrack, {
  name: 'CareerTrack',
  description:
    'In which direction a career grows. Only leadership ever asks that somebody has managed people.',
  valuesConfig: {
    LEADERSHIP: { description: 'Leads people as their line manager.' },
    CURRICULUM: { description: 'What is taught: subjects and reading.' },
    PEDAGOGY: { description: 'How it is taught, and how colleagues learn to.' },
    ASSESSMENT: { description: 'How schools find out what was learnt; data and examinations.' },
    RESEARCH: { description: 'What evidence says, and trying things out.' },
    PASTORAL_SEND: { description: 'Special educational needs, behaviour, attendance, wellbeing.' },
    BUSINESS: { description: 'Offices, finance, people, procurement, governance.' },
    OPERATIONS: { description: 'Sites, catering, technicians, ICT.' },
    TEACHING_SUPPORT: { description: 'Help for pupils beside a teacher, and the way to teaching.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'A sort of work that people grow into, as the catalogue of the product or the trust describes it. Not a post: nobody is appointed to it.',
})
export class RoleProfile {
  @Field(() => String, {
    description: 'Such as `ESTATES_SPECIALIST`; stays when the name changes.',
  })
  code!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => String, { description: 'What one does, in a sentence.' })
  summary!: string;

  @Field(() => CareerTrack, { description: 'The direction in which it lies.' })
  track!: CareerTrack;

  @Field(() => Boolean, {
    description: 'Whether colleagues usually report to whoever does it. An expert leads without.',
  })
  lineManages!: boolean;

  @Field(() => StaffGroup, { description: 'To which whoever does it usually belongs.' })
  staffGroup!: StaffGroup;

  @Field(() => [StaffRole], {
    description: 'Roles of the census by which posts show it; none where the census has none.',
  })
  roles!: StaffRole[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Sent along by whoever changes it, where it is the trust’s own; null for one of the catalogue.',
  })
  version!: number | null;
}
