import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { CareerTrack, RoleProfile } from '../role-profile/role-profile.types.ts';
import { FundingRoute, NeedKind, PathwayStep } from './pathway.types.ts';

@InputType({ description: 'A sort of work that the trust adds to the catalogue, all of it.' })
export class SetRoleProfileInput extends IdempotentInput {
  @Matches(/^[A-Z][A-Z0-9_]{1,59}$/, { message: 'code is capitals, digits and _, 2 to 60 of them' })
  @Field(() => String, { description: 'Such as `FOREST_SCHOOL_LEAD`; none of the catalogue’s.' })
  code!: string;

  @Length(1, 100, { message: 'name has 1 to 100 characters' })
  @Field(() => String, { description: 'What people call it, 1 to 100 characters.' })
  name!: string;

  @Length(1, 500, { message: 'summary has 1 to 500 characters' })
  @Field(() => String, { description: 'What one does, in a sentence, 1 to 500 characters.' })
  summary!: string;

  @Field(() => CareerTrack, {
    description: 'The direction in which it lies; it stays as it was first said.',
  })
  track!: CareerTrack;

  @Field(() => Boolean, { description: 'Whether colleagues usually report to whoever does it.' })
  lineManages!: boolean;

  @Field(() => StaffGroup, { description: 'To which whoever does it usually belongs.' })
  staffGroup!: StaffGroup;

  @ArrayMaxSize(30, { message: 'roleCodes has at most 30' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'Census codes of roles by which posts show it; none where the census has none.',
  })
  roleCodes!: string[];

  @Field(() => Int, {
    description: 'As last read, 0 for a new one; `CONFLICT` with the current one when stale.',
  })
  version!: number;
}

@InputType({ description: 'One thing that a step needs.' })
export class StepNeedInput {
  @Field(() => NeedKind, { description: 'What sort of thing.' })
  kind!: NeedKind;

  @Length(1, 300, { message: 'text has 1 to 300 characters' })
  @Field(() => String, { description: 'In plain words, 1 to 300 characters.' })
  text!: string;

  @ArrayMaxSize(10, { message: 'credentials has at most 10' })
  @Field(() => [String], {
    defaultValue: [],
    description:
      'Acronyms of which any one will do; for `CREDENTIAL` alone, and there at least one.',
  })
  credentials!: string[];

  @ArrayMaxSize(30, { message: 'roles has at most 30' })
  @Field(() => [String], {
    defaultValue: [],
    description:
      'Census codes of which any counts; for `EXPERIENCE` alone, and there at least one.',
  })
  roles!: string[];

  @IsOptional()
  @Min(1, { message: 'months is 1 to 240' })
  @Max(240, { message: 'months is 1 to 240' })
  @Field(() => Int, {
    nullable: true,
    description: 'How long, 1 to 240 months; for `EXPERIENCE` and `LINE_MANAGEMENT` alone.',
  })
  months?: number | null;
}

@InputType({ description: 'A step of the trust’s own, all of it.' })
export class SetPathwayStepInput extends IdempotentInput {
  @IsOptional()
  @Field(() => ID, { nullable: true, description: 'Which one changes; a new one when not given.' })
  id?: string | null;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'As last read, 0 for a new one; `CONFLICT` with the current one when stale.',
  })
  version!: number;

  @Field(() => String, {
    defaultValue: 'OWN',
    description: 'Code of the pathway of which it is part; `OWN` for none of the catalogue’s.',
  })
  pathwayCode!: string;

  @Field(() => String, { description: 'Code of the role profile where it begins.' })
  fromCode!: string;

  @Field(() => String, { description: 'Code of the one where it leads.' })
  toCode!: string;

  @Min(1, { message: 'typicalMonths is 1 to 120' })
  @Max(120, { message: 'typicalMonths is 1 to 120' })
  @Field(() => Int, { description: 'How long it usually takes, 1 to 120 months.' })
  typicalMonths!: number;

  @ArrayMinSize(1, { message: 'fundingRoutes names who usually pays' })
  @ArrayMaxSize(4, { message: 'fundingRoutes names each once' })
  @Field(() => [FundingRoute], { description: 'Who usually pays.' })
  fundingRoutes!: FundingRoute[];

  @ArrayMinSize(1, { message: 'needs has 1 to 8' })
  @ArrayMaxSize(8, { message: 'needs has 1 to 8' })
  @ValidateNested()
  @Field(() => [StepNeedInput], { description: 'What it needs, one by one, 1 to 8.' })
  needs!: StepNeedInput[];

  @Field(() => Day, { description: 'First day on which it can be taken.' })
  validFrom!: string;

  @IsOptional()
  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it can no longer be taken; null while there is none.',
  })
  validTo?: string | null;

  @Length(1, 500, { message: 'source has 1 to 500 characters' })
  @Field(() => String, { description: 'Who says so, 1 to 500 characters.' })
  source!: string;
}

@ObjectType({ implements: Refusal, description: 'The pathway would lead back to where it began.' })
export class PathwayLoops extends Refusal {
  @Field(() => [String], { description: 'Codes of the profiles of the loop, in order.' })
  readonly loop: readonly string[];

  constructor(loop: readonly string[]) {
    super(`The pathway would lead back to where it began: ${loop.join(' > ')}.`);
    this.loop = loop;
  }
}

@ObjectType({
  implements: Refusal,
  description: 'Only a step to leadership may ask that somebody has managed people.',
})
export class ManagementNotAsked extends Refusal {
  constructor() {
    super('Only a step to leadership may ask that somebody has managed people.');
  }
}

@ObjectType({ implements: Refusal, description: 'There is one like it already.' })
export class CatalogueHasIt extends Refusal {
  constructor(what: string) {
    super(`${what} is there already; change that one.`);
  }
}

export const SetRoleProfileResult = createUnionType({
  name: 'SetRoleProfileResult',
  description: 'The profile as it is now, or why there is none.',
  types: () => [RoleProfile, CatalogueHasIt] as const,
  resolveType: (value) => (value instanceof Refusal ? value.constructor.name : RoleProfile.name),
});

export const SetPathwayStepResult = createUnionType({
  name: 'SetPathwayStepResult',
  description: 'The step as it is now, or why it is not made.',
  types: () => [PathwayStep, PathwayLoops, ManagementNotAsked, CatalogueHasIt] as const,
  resolveType: (value) => (value instanceof Refusal ? value.constructor.name : PathwayStep.name),
});
