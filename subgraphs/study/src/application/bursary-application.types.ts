import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far an application is; each names the last step that was taken. */
export enum BursaryApplicationState {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  MANAGER_VIEW = 'MANAGER_VIEW',
  HEAD_RELEASE = 'HEAD_RELEASE',
  PANEL = 'PANEL',
  WAITLISTED = 'WAITLISTED',
  OFFERED = 'OFFERED',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  DEFERRED = 'DEFERRED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(BursaryApplicationState, {
  name: 'BursaryApplicationState',
  description: 'How far an application for money to study is: the last step that was taken.',
  valuesConfig: {
    DRAFT: { description: 'Seen by its writer alone.' },
    SUBMITTED: { description: 'Handed in.' },
    MANAGER_VIEW: { description: 'The line manager has commented, which decides nothing.' },
    HEAD_RELEASE: { description: 'Each school that was asked has answered on release time.' },
    PANEL: { description: 'Before the panel, without a name.' },
    WAITLISTED: { description: 'In the order, without an offer so far.' },
    OFFERED: { description: 'An award is offered.' },
    ACCEPTED: { description: 'The award was accepted; what follows is the award’s.' },
    DECLINED: { description: 'The offer was declined.' },
    DEFERRED: { description: 'Put off to a later round, as the applicant asked.' },
    WITHDRAWN: { description: 'Taken back by the applicant.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody asks of a study round. Seen by them, their line manager, the heads of the schools that are asked for release and the people team; by members of the panel only once the round is locked. Kept for as long as the award, or two years.',
})
export class BursaryApplication {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => BursaryApplicationState, { description: 'How far it is.' })
  state!: BursaryApplicationState;

  @Field(() => String, { description: 'Code of the programme.' })
  programmeCode!: string;

  @Field(() => Int, { description: 'What the programme costs, in pence.' })
  costPence!: number;

  @Field(() => Int, { description: 'School days for which the person would be released.' })
  releaseDays!: number;

  @Field(() => String, { description: 'Why, in their own words.' })
  statement!: string;

  @Field(() => String, { nullable: true, description: 'What their project would find out.' })
  projectQuestion!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The line manager’s comment. It helps, and decides nothing.',
  })
  managerComment!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether each school that was asked releases them; false as soon as one does not, null while an answer is missing. School by school in `releases`.',
  })
  headReleases!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The reason of a school that says no, or else of the school for which they would study. Each school’s is in `releases`.',
  })
  headReason!: string | null;

  @Field(() => String, { nullable: true, description: 'For the applicant, from the panel.' })
  feedback!: string | null;

  @Field(() => Boolean, {
    description:
      'Whether feedback is owed: the round is locked, there is no offer, and none was given.',
  })
  isFeedbackOwed!: boolean;

  @Field(() => Day, {
    nullable: true,
    description:
      'Last day on which to give it, two weeks after the round was locked; null: none owed.',
  })
  feedbackDueOn!: string | null;

  @Field(() => Int, { description: 'Grows with each change.' })
  version!: number;
}

export const BursaryApplicationConnection = connectionOf(BursaryApplication);
