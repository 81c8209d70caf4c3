import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

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

  @Field(() => Int, { description: 'All that was set aside, in pence.' })
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
