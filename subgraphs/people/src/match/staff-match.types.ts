import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Instant } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { StaffRole } from '../assignment/assignment.types.ts';

export enum StaffMatchState {
  OPEN = 'OPEN',
  CONFIRMED = 'CONFIRMED',
  SEPARATED = 'SEPARATED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(StaffMatchState, {
  name: 'StaffMatchState',
  description: 'Whether it has been said who it is.',
  valuesConfig: {
    OPEN: { description: 'Somebody has to say.' },
    CONFIRMED: { description: 'It is somebody whom the trust knew.' },
    SEPARATED: { description: 'It is somebody else.' },
    WITHDRAWN: {
      description:
        'The source took the record back or now tells who it is, or the sync was undone.',
    },
  },
});

export enum StaffMatchReason {
  SAME_TRN = 'SAME_TRN',
  SAME_PAYROLL_NUMBER = 'SAME_PAYROLL_NUMBER',
  SAME_WORK_EMAIL = 'SAME_WORK_EMAIL',
  SAME_SURNAME_AND_BIRTH_DATE = 'SAME_SURNAME_AND_BIRTH_DATE',
  SAME_FULL_NAME = 'SAME_FULL_NAME',
  MERGED_TRNS = 'MERGED_TRNS',
}
registerEnumType(StaffMatchReason, {
  name: 'StaffMatchReason',
  description: 'What speaks for two being one person.',
  valuesConfig: {
    SAME_TRN: { description: 'They have the same TRN, or TRNs that were merged.' },
    SAME_PAYROLL_NUMBER: { description: 'They have the same payroll number.' },
    SAME_WORK_EMAIL: { description: 'They have the same work e-mail.' },
    SAME_SURNAME_AND_BIRTH_DATE: {
      description: 'They have the same surname, present or former, and the same birth date.',
    },
    SAME_FULL_NAME: { description: 'They have the same name.' },
    MERGED_TRNS: { description: 'Their TRNs were merged into one.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Somebody whom the trust knows and who may be the one in question.',
})
export class StaffMatchCandidate {
  @Field(() => [StaffMatchReason], { description: 'What speaks for it, the strongest first.' })
  reasons!: StaffMatchReason[];

  @Field(() => String, { description: 'The same in words, for whoever decides.' })
  why!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A question for the people team: is the person of this record somebody whom the trust knows? Until somebody says, nothing of the record is taken in. Personal data, kept to tell people apart.',
})
export class StaffMatch {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => StaffMatchState, { description: 'Whether it has been said.' })
  state!: StaffMatchState;

  @Field(() => Instant, { description: 'Since when it is asked.' })
  openedAt!: Date;

  @Field(() => Instant, { nullable: true, description: 'Null while open.' })
  decidedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'From which source the record is; null when it is about two people who are here.',
  })
  source!: string | null;

  @Field(() => String, { nullable: true, description: 'The source’s own id of the record.' })
  externalId!: string | null;

  @Field(() => String, { description: 'As the record has it.' })
  givenName!: string;

  @Field(() => String, { description: 'As the record has it.' })
  familyName!: string;

  @Field(() => String, { nullable: true, description: 'As the record has it.' })
  preferredName!: string | null;

  @Field(() => String, { nullable: true, description: 'As the record has it.' })
  workEmail!: string | null;

  @Field(() => String, { nullable: true, description: 'As the record has it.' })
  trn!: string | null;

  @Field(() => [StaffRole], {
    description: 'What the person does by the record; empty once it was decided.',
  })
  roles!: StaffRole[];
}

export const StaffMatchConnection = connectionOf(StaffMatch);

@ArgsType()
export class StaffMatchesArgs extends ConnectionArgs {
  @Field(() => StaffMatchState, {
    nullable: true,
    description: 'Those in this state; the open ones when not given.',
  })
  state?: StaffMatchState | null;
}
