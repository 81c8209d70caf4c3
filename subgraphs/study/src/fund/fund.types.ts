import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import {
  ArgsType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

/** Whose fund it is. */
export enum FundSource {
  TRUST = 'TRUST',
  SCHOOL = 'SCHOOL',
  LEVY = 'LEVY',
}

registerEnumType(FundSource, {
  name: 'FundSource',
  description: 'Whose money a fund is.',
  valuesConfig: {
    TRUST: { description: 'The trust’s.' },
    SCHOOL: { description: 'One school’s.' },
    LEVY: { description: 'The apprenticeship levy account’s.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'Money that a trust sets aside for study in one academic year.',
})
export class Fund {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'As the trust calls it.' })
  name!: string;

  @Field(() => Int, { description: 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => FundSource, { description: 'Whose money it is.' })
  source!: FundSource;

  @Field(() => Day, {
    nullable: true,
    description: 'The day of its year-end run, from which it awards nothing; null before.',
  })
  closedOn!: string | null;

  @Field(() => Int, {
    description:
      'All that was set aside, in pence: allocations, and what was moved or carried in and out.',
  })
  amountPence!: number;

  @Field(() => Int, { description: 'What is not promised to anybody yet, in pence.' })
  remainingPence!: number;
}

export const FundConnection = connectionOf(Fund);

@InputType({ description: 'Which funds; all conditions that are given must hold.' })
export class FundFilter {
  @IsOptional()
  @Min(2000, { message: 'academicYear is from 2000 to 2100' })
  @Max(2100, { message: 'academicYear is from 2000 to 2100' })
  @Field(() => Int, {
    nullable: true,
    description: 'For this academic year, named by the year it starts: 2000 to 2100.',
  })
  academicYear?: number | null;
}

@ArgsType()
export class FundsArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => FundFilter, { nullable: true, description: 'All, when not given.' })
  filter?: FundFilter | null;
}
