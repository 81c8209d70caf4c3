import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { ArrayMaxSize, IsOptional, MaxLength } from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

export enum AspirationKind {
  STAY_AND_DEEPEN = 'STAY_AND_DEEPEN',
  SPECIALISE = 'SPECIALISE',
  LEAD = 'LEAD',
  CHANGE_ROLE = 'CHANGE_ROLE',
  CHANGE_SCHOOL = 'CHANGE_SCHOOL',
  CHANGE_HOURS = 'CHANGE_HOURS',
  STUDY = 'STUDY',
  WORK_ACROSS_SCHOOLS = 'WORK_ACROSS_SCHOOLS',
  NOT_SURE = 'NOT_SURE',
}
registerEnumType(AspirationKind, {
  name: 'AspirationKind',
  description: 'What somebody hopes for. None is worth more than another.',
  valuesConfig: {
    STAY_AND_DEEPEN: { description: 'To stay and to go deeper: a full answer.' },
    SPECIALISE: { description: 'To become a specialist in something.' },
    LEAD: { description: 'To lead people.' },
    CHANGE_ROLE: { description: 'To do another sort of work.' },
    CHANGE_SCHOOL: { description: 'To work in another school, for a time or for good.' },
    CHANGE_HOURS: { description: 'To work more, fewer or other hours.' },
    STUDY: { description: 'To study.' },
    WORK_ACROSS_SCHOOLS: { description: 'To work with other schools beside one’s own.' },
    NOT_SURE: { description: 'Not known yet.' },
  },
});

export enum AspirationHorizon {
  THIS_YEAR = 'THIS_YEAR',
  TWO_YEARS = 'TWO_YEARS',
  LATER = 'LATER',
}
registerEnumType(AspirationHorizon, {
  name: 'AspirationHorizon',
  description: 'By when somebody hopes for something.',
  valuesConfig: {
    THIS_YEAR: { description: 'Within a year.' },
    TWO_YEARS: { description: 'Within about two years.' },
    LATER: { description: 'Later, or some day.' },
  },
});

export enum AspirationAudience {
  MANAGER = 'MANAGER',
  PEOPLE_TEAM = 'PEOPLE_TEAM',
  TRUST = 'TRUST',
}
registerEnumType(AspirationAudience, {
  name: 'AspirationAudience',
  description: 'With whom somebody shares an aspiration.',
  valuesConfig: {
    MANAGER: { description: 'Whoever line-manages them, at the time of reading.' },
    PEOPLE_TEAM: { description: 'The people team, but not the manager.' },
    TRUST: { description: 'Everybody on the staff who may see the person.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody hopes for in their working life. Personal data: it is theirs, they say who reads it, and take it back when they like.',
})
export class Aspiration {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => AspirationKind, { description: 'What sort of hope.' })
  kind!: AspirationKind;

  @Field(() => AspirationHorizon, { description: 'By when.' })
  horizon!: AspirationHorizon;

  @Field(() => String, { description: 'In their words; may be empty.' })
  text!: string;

  @Field(() => [AspirationAudience], {
    description: 'With whom the person shares it; with nobody when empty.',
  })
  sharedWith!: AspirationAudience[];

  @Field(() => Date, { description: 'When it was last written.' })
  writtenAt!: Date;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

@InputType({ description: 'What the caller hopes for, and who may read it.' })
export class WriteAspirationInput extends IdempotentInput {
  @IsOptional()
  @Field(() => ID, { nullable: true, description: 'Which one changes; a new one when not given.' })
  id?: string | null;

  @IsOptional()
  @Field(() => Int, { nullable: true, description: 'Of the one that changes, as last read.' })
  version?: number | null;

  @Field(() => AspirationKind, { description: 'What sort of hope.' })
  kind!: AspirationKind;

  @Field(() => AspirationHorizon, { description: 'By when.' })
  horizon!: AspirationHorizon;

  @MaxLength(2_000, { message: 'text has at most 2,000 characters' })
  @Field(() => String, { defaultValue: '', description: 'At most 2,000 characters.' })
  text!: string;

  @IsOptional()
  @Field(() => String, {
    nullable: true,
    description: 'Code of a role profile of the catalogue, if it is about one.',
  })
  roleProfileCode?: string | null;

  @ArrayMaxSize(3, { message: 'sharedWith names each audience once' })
  @Field(() => [AspirationAudience], {
    defaultValue: [],
    description: 'Who may read it: nobody when empty. It is taken back by leaving somebody out.',
  })
  sharedWith!: AspirationAudience[];
}

@InputType({ description: 'Which aspiration.' })
export class RemoveAspirationInput extends IdempotentInput {
  @Field(() => ID, { description: 'One of the caller’s own.' })
  id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'That an aspiration is gone for good.' })
export class AspirationRemoved {
  @Field(() => ID, { description: 'Which it was.' })
  id!: string;
}

export const WriteAspirationResult = createUnionType({
  name: 'WriteAspirationResult',
  description: 'The aspiration as it is now.',
  types: () => [Aspiration] as const,
  resolveType: () => Aspiration.name,
});

export const RemoveAspirationResult = createUnionType({
  name: 'RemoveAspirationResult',
  description: 'That it is gone.',
  types: () => [AspirationRemoved] as const,
  resolveType: () => AspirationRemoved.name,
});
