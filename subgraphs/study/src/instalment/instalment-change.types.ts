import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  Length,
  Min,
  ValidateNested,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AwardNotOpen } from '../award/award-life.types.ts';
import { Instalment, InstalmentStatus, InstalmentTrigger } from './instalment.types.ts';

@InputType({ description: 'Part of what a funding line pays, at one time.' })
export class PlannedInstalmentInput {
  @Field(() => ID, { description: 'Of the funding line that pays it.' })
  lineId!: string;

  @Field(() => InstalmentTrigger, { description: 'What makes it due.' })
  trigger!: InstalmentTrigger;

  @Field(() => Day, { nullable: true, description: 'From when it is due, where a day decides.' })
  dueOn?: string | null;

  @IsOptional()
  @Length(1, 200, { message: 'milestone has 1 to 200 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'What has to be reached or shown, where no day decides; 1 to 200 characters.',
  })
  milestone?: string | null;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1.' })
  amountPence!: number;
}

@InputType({ description: 'All instalments of an award.' })
export class PlanInstalmentsInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the award; it has no instalments yet.' })
  awardId!: string;

  @ArrayMinSize(1, { message: 'instalments are 1 to 100' })
  @ArrayMaxSize(100, { message: 'instalments are 1 to 100' })
  @ValidateNested({ each: true })
  @Field(() => [PlannedInstalmentInput], {
    description: 'Together what each of the lines has promised.',
  })
  instalments!: PlannedInstalmentInput[];
}

@InputType({ description: 'An instalment as it was read.' })
export class ApproveInstalmentInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the instalment.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;
}

@InputType({ description: 'What was reached or shown.' })
export class RecordEvidenceInput extends ApproveInstalmentInput {
  @Length(1, 2000, { message: 'evidence has 1 to 2000 characters' })
  @Field(() => String, { description: '1 to 2,000 characters.' })
  evidence!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The instalments of an award.' })
export class InstalmentPlan {
  /** Of the award. */
  id!: string;

  @Field(() => [Instalment], { description: 'In the order in which they were planned.' })
  instalments!: Instalment[];
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The instalments do not come to what a funding line has promised.',
})
export class InstalmentsMissLine extends Refusal {
  @Field(() => ID, { description: 'Of the line.' })
  readonly lineId: string;

  @Field(() => Int, { description: 'What the line has promised, in pence.' })
  readonly promisedPence: number;

  @Field(() => Int, { description: 'What its instalments come to, in pence.' })
  readonly instalmentsPence: number;

  constructor(lineId: string, promisedPence: number, instalmentsPence: number) {
    super('The instalments do not come to what each funding line has promised.');
    this.lineId = lineId;
    this.promisedPence = promisedPence;
    this.instalmentsPence = instalmentsPence;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The instalment is not at the point where this can be done.',
})
export class InstalmentNotReady extends Refusal {
  @Field(() => InstalmentStatus, { description: 'How far it is.' })
  readonly status: InstalmentStatus;

  constructor(status: InstalmentStatus) {
    super('The instalment is not at the point where this can be done.');
    this.status = status;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Two people approve a payment, and neither is the one who studies.',
})
export class SecondApproverNeeded extends Refusal {
  constructor() {
    super('Somebody else must approve this payment.');
  }
}

const typeNameOf = (value: object): string =>
  value instanceof Refusal || value instanceof InstalmentPlan
    ? value.constructor.name
    : Instalment.name;

export const PlanInstalmentsResult = createUnionType({
  name: 'PlanInstalmentsResult',
  description: 'The plan, or why there is none.',
  types: () => [InstalmentPlan, InstalmentsMissLine, AwardNotOpen] as const,
  resolveType: typeNameOf,
});

export const ChangeInstalmentResult = createUnionType({
  name: 'ChangeInstalmentResult',
  description: 'The instalment as it is now, or why nothing was done.',
  types: () => [Instalment, InstalmentNotReady, SecondApproverNeeded] as const,
  resolveType: typeNameOf,
});
