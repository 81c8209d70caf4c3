import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum CareerLineKind {
  ROLE = 'ROLE',
  POST = 'POST',
  ACTING = 'ACTING',
  SECONDMENT = 'SECONDMENT',
  SPECIALIST_ROLE = 'SPECIALIST_ROLE',
  RESPONSIBILITY = 'RESPONSIBILITY',
  ADVISING = 'ADVISING',
  DEPLOYMENT = 'DEPLOYMENT',
  SWAP = 'SWAP',
  SHADOWING = 'SHADOWING',
  VISIT = 'VISIT',
  MENTORING = 'MENTORING',
  PROJECT = 'PROJECT',
  COHORT = 'COHORT',
  STUDY = 'STUDY',
  CREDENTIAL = 'CREDENTIAL',
  NETWORK = 'NETWORK',
  NETWORK_LEAD = 'NETWORK_LEAD',
  EARLIER_JOB = 'EARLIER_JOB',
  VOLUNTEERING = 'VOLUNTEERING',
  GOVERNANCE = 'GOVERNANCE',
  OTHER = 'OTHER',
}
registerEnumType(CareerLineKind, {
  name: 'CareerLineKind',
  description: 'What a line of a career record is of.',
  valuesConfig: {
    ROLE: { description: 'A post at a school of the trust, as the staff record has it.' },
    POST: { description: 'That they were appointed to a post that was offered across schools.' },
    ACTING: { description: 'Standing in for a post for a limited time.' },
    SECONDMENT: { description: 'Work elsewhere for a time, with a way back.' },
    SPECIALIST_ROLE: { description: 'Leading expertise, beside management.' },
    RESPONSIBILITY: { description: 'Something to oversee beside the post.' },
    ADVISING: { description: 'Advising another school.' },
    DEPLOYMENT: { description: 'A specialist’s days, lent by one school to another.' },
    SWAP: { description: 'Changing places with somebody for a time.' },
    SHADOWING: { description: 'Following somebody through their work.' },
    VISIT: { description: 'Seeing peers at work in another school.' },
    MENTORING: { description: 'Having a mentor, or being one.' },
    PROJECT: { description: 'A place in a team that works on one thing, or a project of study.' },
    COHORT: { description: 'A seat for a term, such as in a shadow leadership team.' },
    STUDY: { description: 'A programme that the trust paid for, or another one.' },
    CREDENTIAL: { description: 'A status or qualification, such as QTS.' },
    NETWORK: { description: 'Belonging to a network.' },
    NETWORK_LEAD: { description: 'Leading a network, or being its deputy.' },
    EARLIER_JOB: { description: 'Work before the trust, or beside it; the person tells of it.' },
    VOLUNTEERING: { description: 'Unpaid work; the person tells of it.' },
    GOVERNANCE: { description: 'Being a governor, trustee or the like; the person tells of it.' },
    OTHER: { description: 'Something else.' },
  },
});

export enum CareerLineSource {
  STAFF_RECORD = 'STAFF_RECORD',
  NETWORKS = 'NETWORKS',
  OPPORTUNITIES = 'OPPORTUNITIES',
  STUDY = 'STUDY',
  OWN = 'OWN',
}
registerEnumType(CareerLineSource, {
  name: 'CareerLineSource',
  description: 'Who tells of a line of a career record.',
  valuesConfig: {
    STAFF_RECORD: { description: 'The employer’s record of staff.' },
    NETWORKS: { description: 'The networks of the trust.' },
    OPPORTUNITIES: { description: 'What was agreed of opportunities across schools.' },
    STUDY: { description: 'What was awarded for study.' },
    OWN: { description: 'The person, of themselves.' },
  },
});

export enum CareerLineAudience {
  MANAGER = 'MANAGER',
  TRUST = 'TRUST',
}
registerEnumType(CareerLineAudience, {
  name: 'CareerLineAudience',
  description: 'With whom somebody shares a line of their career record.',
  valuesConfig: {
    MANAGER: { description: 'Whoever line-manages them, at the time of reading.' },
    TRUST: { description: 'Everybody on the staff who may see the person.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What somebody says of a line themselves. It stands beside what the source tells.',
})
export class OwnWords {
  @Field(() => String, { nullable: true, description: 'What they call it.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'What they did.' })
  whatIDid!: string | null;

  @Field(() => String, { nullable: true, description: 'What came of it.' })
  whatCameOfIt!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'One thing that somebody did, from a day to a day. What its source tells is never changed by hand. Personal data: it is theirs, and they say who reads it.',
})
export class CareerLine {
  @Field(() => ID, { description: 'Opaque; the same for good.' })
  id!: string;

  @Field(() => CareerLineKind, { description: 'What it is of.' })
  kind!: CareerLineKind;

  @Field(() => CareerLineSource, { description: 'Who tells of it.' })
  source!: CareerLineSource;

  @Field(() => String, { description: 'As the source has it.' })
  title!: string;

  @Field(() => Day, { nullable: true, description: 'First day; null when not known.' })
  startsOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer runs; null while it goes on or is not known.',
  })
  endsOn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where: the name of the school, or of whatever else the source names.',
  })
  place!: string | null;

  @Field(() => String, { nullable: true, description: 'What it was about, as the source has it.' })
  detail!: string | null;

  @Field(() => String, { nullable: true, description: 'What came of it, as the source has it.' })
  outcome!: string | null;

  @Field(() => OwnWords, { nullable: true, description: 'Null when they said nothing of it.' })
  ownWords!: OwnWords | null;

  @Field(() => Boolean, {
    description:
      'It is in no CV and nobody else reads it; true only where the caller is the person.',
  })
  isHidden!: boolean;

  @Field(() => [CareerLineAudience], {
    description: 'With whom the person shares it; with nobody when empty.',
  })
  sharedWith!: CareerLineAudience[];

  @Field(() => Day, {
    nullable: true,
    description:
      'Day on which the source took it back; such a line is shown only to a person who has said something of it.',
  })
  takenBackOn!: string | null;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

export const CareerLineConnection = connectionOf(CareerLine);

@ArgsType()
export class CareerRecordArgs extends ConnectionArgs {
  @IsOptional()
  @ArrayMaxSize(30, { message: 'kinds names each kind once' })
  @Field(() => [CareerLineKind], {
    nullable: true,
    description: 'Of these alone; all if not given.',
  })
  kinds?: CareerLineKind[] | null;
}
