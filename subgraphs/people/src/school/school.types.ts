import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, MaxLength, ValidateNested } from 'class-validator';
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
import { OfficialCode } from '../official-code.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A URN of a school and when it held. Conversion and merger give a school a new one.',
})
export class SchoolUrn {
  @Field(() => String, { description: 'Unique reference number in GIAS, six digits.' })
  urn!: string;

  @Field(() => Day, { nullable: true, description: 'First day; null when it is not known.' })
  validFrom!: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer held; null while it holds.',
  })
  validTo!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A place on Great Britain’s National Grid, as the register has it.',
})
export class GridPosition {
  @Field(() => Int, { description: 'Metres east of the grid’s origin.' })
  easting!: number;

  @Field(() => Int, { description: 'Metres north of the grid’s origin.' })
  northing!: number;
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "urn")')
@ObjectType({
  simpleResolvers: true,
  description: 'A place of work of the trust. Source: GIAS, the DfE’s register of schools.',
})
export class School {
  @Field(() => ID, { description: 'Opaque; ours, and stays when the URN changes.' })
  id!: string;

  @Field(() => String, { description: 'The URN that holds now, or held last; six digits.' })
  urn!: string;

  @Field(() => String, { description: 'As the register has it.' })
  name!: string;

  @Field(() => OfficialCode, { description: 'Stage of education, GIAS codes 0 to 7.' })
  phase!: OfficialCode;

  @Field(() => OfficialCode, { description: 'What it is in law, such as academy converter.' })
  type!: OfficialCode;

  @Field(() => OfficialCode, { description: '1 open, 2 closed, 3 to close, 4 to open.' })
  status!: OfficialCode;

  @Field(() => OfficialCode, { description: 'In whose area it lies, by its three-digit code.' })
  localAuthority!: OfficialCode;

  @Field(() => String, {
    nullable: true,
    description: 'Four digits; with the code of the local authority before them, the LAESTAB.',
  })
  establishmentNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'UK provider reference number, 8 digits.' })
  ukprn!: string | null;

  @Field(() => String, { description: 'Of its address; empty when the register has none.' })
  town!: string;

  @Field(() => String, { description: 'Of its address; empty when the register has none.' })
  postcode!: string;

  @Field(() => GridPosition, {
    nullable: true,
    description:
      'Where it is; null where the register has no place, as for a postcode that no longer exists.',
  })
  position!: GridPosition | null;

  @Field(() => Day, { nullable: true, description: 'First day; null when it is not known.' })
  openedOn!: string | null;

  @Field(() => Day, { nullable: true, description: 'Day on which it closed; null while open.' })
  closedOn!: string | null;

  @Field(() => Day, { nullable: true, description: 'Day on which it joined the trust.' })
  joinedOn!: string | null;
}

export const SchoolConnection = connectionOf(School);

@InputType({ description: 'Which schools; all conditions given must hold.' })
export class SchoolFilter {
  @IsOptional()
  @MaxLength(10, { message: 'phaseCode is a code of GIAS' })
  @Field(() => String, { nullable: true, description: 'GIAS phase code, such as `4` secondary.' })
  phaseCode?: string | null;

  @IsOptional()
  @MaxLength(10, { message: 'statusCode is a code of GIAS' })
  @Field(() => String, { nullable: true, description: 'GIAS status code, such as `1` open.' })
  statusCode?: string | null;

  @IsOptional()
  @MaxLength(10, { message: 'localAuthorityCode is a code of GIAS' })
  @Field(() => String, { nullable: true, description: 'Three-digit code of a local authority.' })
  localAuthorityCode?: string | null;

  @IsOptional()
  @MaxLength(100, { message: 'text has at most 100 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Each word is in the name, town, postcode or URN; case and accents do not matter.',
  })
  text?: string | null;
}

export enum SchoolOrderField {
  NAME = 'NAME',
  TOWN = 'TOWN',
}
registerEnumType(SchoolOrderField, {
  name: 'SchoolOrderField',
  description: 'What schools can be ordered by.',
  valuesConfig: {
    NAME: { description: 'By name, without regard to case and accents.' },
    TOWN: { description: 'By town, then by name.' },
  },
});

@InputType({ description: 'In which order schools come.' })
export class SchoolOrder {
  @Field(() => SchoolOrderField, { description: 'What they are ordered by.' })
  field!: SchoolOrderField;

  @Field(() => Boolean, { defaultValue: false, description: 'From the end to the start.' })
  descending!: boolean;
}

@ArgsType()
export class SchoolsArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => SchoolFilter, { nullable: true, description: 'Which; all when not given.' })
  filter?: SchoolFilter | null;

  @Field(() => SchoolOrder, { nullable: true, description: 'By name when not given.' })
  orderBy?: SchoolOrder | null;
}
