import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Instant } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How what is owed on leaving goes down with time. */
export enum TieInKind {
  NONE = 'NONE',
  BANDS = 'BANDS',
  DAILY = 'DAILY',
}

registerEnumType(TieInKind, {
  name: 'TieInKind',
  description: 'How what is owed on leaving goes down with time.',
  valuesConfig: {
    NONE: { description: 'Nothing is ever owed.' },
    BANDS: { description: 'A share for each band of months since completion.' },
    DAILY: { description: 'In equal parts, day by day, from completion to the end of the tie-in.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A share that is owed in the first months.' })
export class TieInBand {
  @Field(() => Int, {
    description: 'Owed by who leaves less than so many months after completing.',
  })
  months!: number;

  @Field(() => Int, { description: 'Of what was paid, from 0 to 100.' })
  percent!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What somebody agrees to who accepts an award. A new text is a new version.',
})
export class Agreement {
  @Field(() => ID, { description: 'Opaque; of this version.' })
  id!: string;

  @Field(() => String, { description: 'As the trust calls it.' })
  name!: string;

  @Field(() => Int, { description: 'Goes up with each text of the same name.' })
  version!: number;

  @Field(() => String, { description: 'The whole text, as it is agreed to.' })
  text!: string;

  @Field(() => TieInKind, { description: 'How what is owed on leaving goes down with time.' })
  tieInKind!: TieInKind;

  @Field(() => Int, { description: 'For how many months after completion something is owed.' })
  tieInMonths!: number;

  @Field(() => Int, { description: 'Share owed by who leaves before completing, 0 to 100.' })
  beforeCompletionPercent!: number;

  @Field(() => [TieInBand], { description: 'Soonest first; empty unless the kind is `BANDS`.' })
  bands!: TieInBand[];

  @Field(() => Instant, { description: 'When it was published.' })
  publishedAt!: Date;
}

@InputType({ description: 'A share that is owed in the first months.' })
export class TieInBandInput {
  @Min(1, { message: 'months are from 1 to 120' })
  @Max(120, { message: 'months are from 1 to 120' })
  @Field(() => Int, {
    description: 'Owed by who leaves less than so many months after completing.',
  })
  months!: number;

  @Min(0, { message: 'percent is from 0 to 100' })
  @Max(100, { message: 'percent is from 0 to 100' })
  @Field(() => Int, { description: 'Of what was paid, 0 to 100.' })
  percent!: number;
}

@InputType({ description: 'The text and tie-in of an agreement.' })
export class PublishAgreementInput extends IdempotentInput {
  @Length(1, 200, { message: 'name has 1 to 200 characters' })
  @Field(() => String, { description: 'A name used before makes the next version of it.' })
  name!: string;

  @Length(1, 50_000, { message: 'text has 1 to 50000 characters' })
  @Field(() => String, { description: '1 to 50,000 characters.' })
  text!: string;

  @Field(() => TieInKind, { description: 'How what is owed on leaving goes down with time.' })
  tieInKind!: TieInKind;

  @Min(0, { message: 'beforeCompletionPercent is from 0 to 100' })
  @Max(100, { message: 'beforeCompletionPercent is from 0 to 100' })
  @Field(() => Int, { description: 'Share owed by who leaves before completing, 0 to 100.' })
  beforeCompletionPercent!: number;

  @IsOptional()
  @Min(1, { message: 'tieInMonths is from 1 to 120' })
  @Max(120, { message: 'tieInMonths is from 1 to 120' })
  @Field(() => Int, {
    nullable: true,
    description: 'For `DAILY`: months to the end of the tie-in.',
  })
  tieInMonths?: number;

  @IsOptional()
  @ArrayMaxSize(24, { message: 'bands are at most 24' })
  @ValidateNested({ each: true })
  @Field(() => [TieInBandInput], {
    nullable: true,
    description: 'For `BANDS`: more months and a smaller share from one to the next.',
  })
  bands?: TieInBandInput[];
}
