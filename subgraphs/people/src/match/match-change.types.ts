import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Person } from '../person/person.types.ts';
import { StaffMatch, StaffMatchState } from './staff-match.types.ts';

@InputType({ description: 'Who it is.' })
export class ConfirmMatchInput extends IdempotentInput {
  @Field(() => ID, { description: 'The question.' })
  matchId!: string;

  @Field(() => ID, {
    description:
      'Whom the record is about: a candidate, or anybody whom the trust knows. Where two people are in question, the one who stays; the other’s id answers them from then on.',
  })
  personId!: string;
}

@InputType({
  description:
    'Which two are not one: give `matchId`, or `personId` with `source` and `externalId` of a record that was taken for theirs by mistake.',
})
export class SeparatePersonInput extends IdempotentInput {
  @Field(() => ID, { nullable: true, description: 'The question, while it is open.' })
  matchId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who has something of somebody else’s.' })
  personId?: string | null;

  @IsOptional()
  @MaxLength(40, { message: 'source has at most 40 characters' })
  @Field(() => String, { nullable: true, description: 'From where the other’s record is.' })
  source?: string | null;

  @IsOptional()
  @MaxLength(100, { message: 'externalId has at most 100 characters' })
  @Field(() => String, { nullable: true, description: 'The source’s own id of that record.' })
  externalId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Whose system the source is, where two schools have that source and id.',
  })
  schoolId?: string | null;
}

const sevenDigits = { message: 'a TRN has seven digits' };

@InputType({ description: 'That the Teaching Record System merged a TRN into another.' })
export class RecordTrnChangeInput extends IdempotentInput {
  @Matches(/^\d{7}$/, sevenDigits)
  @Field(() => String, { description: 'The TRN that no longer stands; seven digits.' })
  oldTrn!: string;

  @Matches(/^\d{7}$/, sevenDigits)
  @Field(() => String, { description: 'The TRN that stands for the teacher now; seven digits.' })
  newTrn!: string;
}

@ObjectType({ implements: Refusal, description: 'Somebody has said who it is, or nobody need.' })
export class MatchDecided extends Refusal {
  @Field(() => StaffMatchState, { description: 'What was said.' })
  readonly state: StaffMatchState;

  constructor(
    state: StaffMatchState,
    readonly keptPersonId: string | null,
  ) {
    super('It has been decided already.');
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'The record cannot be taken in as it stands.' })
export class RecordUnusable extends Refusal {
  @Field(() => String, { description: 'As of a row of a sync, such as `EMAIL_TAKEN`.' })
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

@ObjectType({ implements: Refusal, description: 'The person is in question with neither of two.' })
export class NotInQuestion extends Refusal {
  constructor() {
    super('Name one of the two people in question.');
  }
}

@ObjectType({ implements: Refusal, description: 'Nothing of the person would be left.' })
export class OnlyRecordOfPerson extends Refusal {
  constructor() {
    super('It is the only record of the person: there is nobody to separate it from.');
  }
}

@ObjectType({ implements: Refusal, description: 'It contradicts what was recorded before.' })
export class TrnChangeContradicts extends Refusal {
  constructor() {
    super('Another change of one of these TRNs was recorded before, which this one contradicts.');
  }
}

@ObjectType({ simpleResolvers: true, description: 'A TRN that was merged into another.' })
export class TrnChange {
  readonly id!: string;

  @Field(() => String, { description: 'The one that no longer stands.' })
  oldTrn!: string;

  @Field(() => String, { description: 'The one that stands.' })
  newTrn!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The question in `staffMatches` whether two people who are here are one; null when there is none.',
  })
  matchId!: string | null;
}

const typeOf = (otherwise: string) => (value: object) =>
  value instanceof Refusal ? value.constructor.name : otherwise;

export const ConfirmMatchResult = createUnionType({
  name: 'ConfirmMatchResult',
  description: 'The question, decided, or why not.',
  types: () => [StaffMatch, MatchDecided, RecordUnusable, NotInQuestion] as const,
  resolveType: typeOf(StaffMatch.name),
});

export const SeparatePersonResult = createUnionType({
  name: 'SeparatePersonResult',
  description: 'The person who was made of it, or why not.',
  types: () => [Person, MatchDecided, RecordUnusable, OnlyRecordOfPerson] as const,
  resolveType: typeOf(Person.name),
});

export const RecordTrnChangeResult = createUnionType({
  name: 'RecordTrnChangeResult',
  description: 'The change, or why not.',
  types: () => [TrnChange, TrnChangeContradicts] as const,
  resolveType: typeOf(TrnChange.name),
});
