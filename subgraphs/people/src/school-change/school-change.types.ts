import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day, Instant } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayMinSize, Length, Matches } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { School } from '../school/school.types.ts';

export enum SchoolChangeKind {
  JOINED = 'JOINED',
  LEFT = 'LEFT',
  LEAVING_UNDONE = 'LEAVING_UNDONE',
  REPLACED = 'REPLACED',
  MERGED = 'MERGED',
  AMALGAMATED = 'AMALGAMATED',
  SUCCESSOR = 'SUCCESSOR',
}
registerEnumType(SchoolChangeKind, {
  name: 'SchoolChangeKind',
  description: 'What became of a school. Links between schools are named as GIAS names them.',
  valuesConfig: {
    JOINED: { description: 'It joined the trust; figures over time break here.' },
    LEFT: { description: 'It left, or leaves, the trust; figures over time break here.' },
    LEAVING_UNDONE: { description: 'It stays after all.' },
    REPLACED: { description: 'It converted, with a new URN; it is the same school.' },
    MERGED: { description: 'It closed and went into another that went on.' },
    AMALGAMATED: { description: 'It closed, with others, and went into a new one.' },
    SUCCESSOR: { description: 'Another school went into it.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Something that became of a school.' })
export class SchoolChange {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => SchoolChangeKind, { description: 'What.' })
  kind!: SchoolChangeKind;

  @Field(() => Day, { description: 'First day on which it holds.' })
  effectiveOn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The URN before, where it changed or ended.',
  })
  formerUrn!: string | null;

  @Field(() => String, { nullable: true, description: 'The URN from that day on.' })
  urn!: string | null;

  @Field(() => Instant, { description: 'When it was recorded.' })
  decidedAt!: Date;
}

const sixDigits = { message: 'a URN has six digits' };
const aCode = { message: 'a code of GIAS has 1 to 4 digits' };

@InputType({ description: 'A school that joins the trust, as the register (GIAS) has it.' })
export class JoinSchoolInput extends IdempotentInput {
  @Matches(/^\d{6}$/, sixDigits)
  @Field(() => String, { description: 'Six digits.' })
  urn!: string;

  @Field(() => Day, { description: 'First day in the trust; it may be to come.' })
  joinsOn!: string;

  @Length(1, 200, { message: 'name has 1 to 200 characters' })
  @Field(() => String, { description: 'As the register has it; up to 200 characters.' })
  name!: string;

  @Matches(/^\d{1,4}$/, aCode)
  @Field(() => String, { description: 'GIAS phase code, such as `2` primary.' })
  phaseCode!: string;

  @Matches(/^\d{1,4}$/, aCode)
  @Field(() => String, { description: 'GIAS establishment type, such as `34`.' })
  typeCode!: string;

  @Matches(/^\d{3}$/, { message: 'localAuthorityCode has three digits' })
  @Field(() => String, { description: 'Three digits.' })
  localAuthorityCode!: string;

  @Length(0, 100, { message: 'town has at most 100 characters' })
  @Field(() => String, { defaultValue: '', description: 'Of its address.' })
  town!: string;

  @Length(0, 10, { message: 'postcode has at most 10 characters' })
  @Field(() => String, { defaultValue: '', description: 'Of its address.' })
  postcode!: string;
}

@InputType({ description: 'A school that leaves the trust, with its staff.' })
export class LeaveSchoolInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  schoolId!: string;

  @Field(() => Day, { description: 'First day on which it is no longer here; it may be to come.' })
  leavesOn!: string;
}

@InputType({ description: 'A school that stays after all.' })
export class UndoLeaveSchoolInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  schoolId!: string;
}

@InputType({ description: 'A school that converted: another URN, the same school.' })
export class ReplaceSchoolInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  schoolId!: string;

  @Matches(/^\d{6}$/, sixDigits)
  @Field(() => String, { description: 'The new one, six digits.' })
  urn!: string;

  @Field(() => Day, { description: 'First day of the new URN; today or before.' })
  replacedOn!: string;
}

export enum SchoolMergerKind {
  MERGED = 'MERGED',
  AMALGAMATED = 'AMALGAMATED',
}
registerEnumType(SchoolMergerKind, {
  name: 'SchoolMergerKind',
  description: 'How schools become one, as GIAS names it.',
  valuesConfig: {
    MERGED: { description: 'Into a school that goes on.' },
    AMALGAMATED: { description: 'Into a new school.' },
  },
});

@InputType({ description: 'Schools that close and go into another.' })
export class MergeSchoolsInput extends IdempotentInput {
  @ArrayMinSize(1, { message: 'schoolIds has 1 to 10 schools' })
  @ArrayMaxSize(10, { message: 'schoolIds has 1 to 10 schools' })
  @Field(() => [ID], { description: 'Those that close; 1 to 10.' })
  schoolIds!: string[];

  @Field(() => ID, { description: 'The open school into which they go.' })
  successorId!: string;

  @Field(() => Day, { description: 'First day as one; today or before.' })
  mergedOn!: string;

  @Field(() => SchoolMergerKind, { description: 'How.' })
  kind!: SchoolMergerKind;
}

@ObjectType({ implements: Refusal, description: 'The trust has the school already.' })
export class SchoolAlreadyHere extends Refusal {
  @Field(() => School, { description: 'The one that it has.' })
  readonly school: School;

  constructor(school: School) {
    super('The trust has this school already.');
    this.school = school;
  }
}

@ObjectType({ implements: Refusal, description: 'The school is closed, or has left the trust.' })
export class SchoolNotOpen extends Refusal {
  @Field(() => School, { description: 'Which.' })
  readonly school: School;

  constructor(school: School) {
    super('The school is closed, or is no longer here.');
    this.school = school;
  }
}

@ObjectType({ implements: Refusal, description: 'A school has or had the URN.' })
export class UrnTaken extends Refusal {
  @Field(() => School, { description: 'Which.' })
  readonly school: School;

  constructor(school: School) {
    super('A school of the trust has or had this URN.');
    this.school = school;
  }
}

@ObjectType({ implements: Refusal, description: 'Nothing is to be undone, or it is too late.' })
export class LeavingNotUndoable extends Refusal {
  @Field(() => Day, { nullable: true, description: 'When it left; null when it does not leave.' })
  readonly leftOn: string | null;

  constructor(leftOn: string | null) {
    super('The school is not about to leave: that can be undone before the day alone.');
    this.leftOn = leftOn;
  }
}

const resolveType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : SchoolChange.name;

export const JoinSchoolResult = createUnionType({
  name: 'JoinSchoolResult',
  description: 'That it joined, or why not.',
  types: () => [SchoolChange, SchoolAlreadyHere] as const,
  resolveType,
});

export const LeaveSchoolResult = createUnionType({
  name: 'LeaveSchoolResult',
  description: 'That it leaves, or why not.',
  types: () => [SchoolChange, SchoolNotOpen] as const,
  resolveType,
});

export const UndoLeaveSchoolResult = createUnionType({
  name: 'UndoLeaveSchoolResult',
  description: 'That it stays, or why not.',
  types: () => [SchoolChange, LeavingNotUndoable] as const,
  resolveType,
});

export const ReplaceSchoolResult = createUnionType({
  name: 'ReplaceSchoolResult',
  description: 'That it has a new URN, or why not.',
  types: () => [SchoolChange, UrnTaken, SchoolNotOpen] as const,
  resolveType,
});

export const MergeSchoolsResult = createUnionType({
  name: 'MergeSchoolsResult',
  description: 'What became of the school into which they went, or why not.',
  types: () => [SchoolChange, SchoolNotOpen] as const,
  resolveType,
});
