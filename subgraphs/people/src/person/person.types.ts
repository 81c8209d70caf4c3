import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, MaxLength, ValidateNested } from 'class-validator';
import {
  ArgsType,
  Directive,
  Field,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["staff:read"]])')
@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody whom the trust employs or has employed, or an agency worker: one person however many contracts and schools. Personal data, kept to develop careers.',
})
export class Person {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'To show: the preferred or given name and the family name.' })
  name!: string;

  @Field(() => String, { description: 'As in the employment record.' })
  givenName!: string;

  @Field(() => String, { description: 'As in the employment record.' })
  familyName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the person goes by instead of the given name.',
  })
  preferredName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Lower case; null for staff without a work mailbox. It changes: never a key.',
  })
  workEmail!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Teacher reference number, seven digits; most support staff have none. Null unless the caller is the person, their line manager, or answers for a school of theirs.',
  })
  trn!: string | null;
}

export const PersonConnection = connectionOf(Person);

@InputType({
  description: 'Which members of staff, by a post of theirs; all conditions must hold.',
})
export class StaffFilter {
  @Field(() => StaffGroup, { nullable: true, description: 'One of their roles belongs to it.' })
  staffGroup?: StaffGroup | null;

  @IsOptional()
  @MaxLength(10, { message: 'roleCode is a code of list CS050' })
  @Field(() => String, { nullable: true, description: 'Census role code, such as `TCHR`.' })
  roleCode?: string | null;

  @IsOptional()
  @MaxLength(10, { message: 'subjectCode is a census subject code' })
  @Field(() => String, { nullable: true, description: 'Census subject code that they teach.' })
  subjectCode?: string | null;

  @Field(() => Day, {
    nullable: true,
    description:
      'The post runs on this day; today in England when not given. A past day finds leavers, a future one those who are to start.',
  })
  activeOn?: string | null;

  @IsOptional()
  @MaxLength(100, { message: 'text has at most 100 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Each word is in a name or the e-mail address; case and accents do not matter.',
  })
  text?: string | null;
}

@InputType({ description: 'Which people, by a post of theirs; all conditions must hold.' })
export class PeopleFilter extends StaffFilter {
  @Field(() => ID, { nullable: true, description: 'The post is at this school.' })
  schoolId?: string | null;
}

export enum PeopleOrderField {
  FAMILY_NAME = 'FAMILY_NAME',
  GIVEN_NAME = 'GIVEN_NAME',
}
registerEnumType(PeopleOrderField, {
  name: 'PeopleOrderField',
  description: 'What people can be ordered by.',
  valuesConfig: {
    FAMILY_NAME: {
      description: 'By family name, then given name; case and accents do not matter.',
    },
    GIVEN_NAME: { description: 'By given name, then family name; case and accents do not matter.' },
  },
});

@InputType({ description: 'In which order people come.' })
export class PeopleOrder {
  @Field(() => PeopleOrderField, { description: 'What they are ordered by.' })
  field!: PeopleOrderField;

  @Field(() => Boolean, { defaultValue: false, description: 'From the end to the start.' })
  descending!: boolean;
}

@ArgsType()
export class PeopleArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => PeopleFilter, {
    nullable: true,
    description: 'Which; everybody in post today when not given.',
  })
  filter?: PeopleFilter | null;

  @Field(() => PeopleOrder, { nullable: true, description: 'By family name when not given.' })
  orderBy?: PeopleOrder | null;
}

@ArgsType()
export class StaffArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => StaffFilter, {
    nullable: true,
    description: 'Which; everybody in post there today when not given.',
  })
  filter?: StaffFilter | null;

  @Field(() => PeopleOrder, { nullable: true, description: 'By family name when not given.' })
  orderBy?: PeopleOrder | null;
}
