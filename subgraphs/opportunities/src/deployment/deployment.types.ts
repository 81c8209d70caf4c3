import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'That a school looks for a specialist of another school for some days.',
})
export class SpecialistNeed {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Census subject code.' })
  subjectCode!: string;

  @Field(() => String, { nullable: true, description: 'For which phase; any when null.' })
  phase!: string | null;

  @Field(() => String, { description: 'What for.' })
  purpose!: string;

  @Field(() => Int, { description: 'For how many days.' })
  days!: number;

  @Field(() => Int, { description: 'Days that are lent, or worked, for it so far.' })
  lentDays!: number;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day after it.' })
  endsOn!: string;

  @Field(() => Date, { nullable: true, description: 'When the school took it back.' })
  withdrawnAt!: Date | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'That a specialist would work at other schools for some days of an academic year.',
})
export class LendingOffer {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: '2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => [String], { description: 'Census subject codes.' })
  subjectCodes!: string[];

  @Field(() => [String], { description: 'For which phases; any when empty.' })
  phases!: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'How far from the home school they would go, in miles; any distance when null.',
  })
  withinMiles!: number | null;

  @Field(() => Int, { description: 'How many days.' })
  days!: number;

  @Field(() => Int, { description: 'How many of them are lent.' })
  used!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'What a day costs the school that borrows it, in pence; null before approval.',
  })
  ratePence!: number | null;

  @Field(() => Date, { nullable: true, description: 'When the head of their school approved.' })
  approvedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was taken back.' })
  withdrawnAt!: Date | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Somebody who could come, and how much of their contract is left.',
})
export class SpecialistMatch {
  @Field(() => Int, {
    description: 'Days that they can still be lent: of the offer, and of their contract.',
  })
  daysLeft!: number;

  @Field(() => Int, {
    description: 'Hours that they can still be lent, of their directed time in the year.',
  })
  hoursLeft!: number;

  @Field(() => Boolean, { description: 'Whether those are days enough.' })
  isEnough!: boolean;

  @Field(() => Float, {
    nullable: true,
    description:
      'How far their school is from the one that needs them, in miles as the crow flies; null where that is not known.',
  })
  miles!: number | null;
}

/** Where a lent day stands. */
export enum DeploymentDayState {
  LENT = 'LENT',
  WORKED = 'WORKED',
  RELEASED = 'RELEASED',
}

registerEnumType(DeploymentDayState, {
  name: 'DeploymentDayState',
  description: 'Where a lent day stands.',
  valuesConfig: {
    LENT: { description: 'It is to be worked.' },
    WORKED: { description: 'It was, and is recharged.' },
    RELEASED: { description: 'It was given back before it was worked.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A day that is lent.' })
export class DeploymentDay {
  @Field(() => Day, { description: 'Which.' })
  day!: string;

  @Field(() => DeploymentDayState, { description: 'Where it stands.' })
  state!: DeploymentDayState;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'A specialist’s days that one school lends another, prepared as a placement.',
})
export class Deployment {
  @Field(() => ID, { description: 'That of its placement.' })
  id!: string;

  @Field(() => Int, { description: 'What a day costs the school that borrows it, in pence.' })
  ratePence!: number;

  @Field(() => Int, { description: 'What a day takes of their directed time, in minutes.' })
  minutesADay!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'How much of a person’s contract is lent in an academic year.',
})
export class LendingAccount {
  @Field(() => Int, { description: '2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => Int, { description: 'Days of the contract, when days were last lent.' })
  contractDays!: number;

  @Field(() => Int, { description: 'Days that are lent.' })
  lentDays!: number;

  @Field(() => Int, { description: 'Directed time of the contract, in minutes.' })
  contractMinutes!: number;

  @Field(() => Int, { description: 'Directed time that is lent, in minutes.' })
  lentMinutes!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What a full-time year has.' })
export class LendingPolicy {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'Days; 195 for teachers on national conditions. [STPCD]' })
  daysAYear!: number;

  @Field(() => Int, { description: 'Hours; 1,265 for teachers on national conditions. [STPCD]' })
  hoursAYear!: number;
}

export const SpecialistNeedConnection = connectionOf(SpecialistNeed);
