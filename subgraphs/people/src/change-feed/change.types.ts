import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { changeTypeNames, changeTypesInWords } from './change.codes.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'Word of a change: what it was and to whom or what. Ask for what holds now along with it.',
})
export class Change {
  @Field(() => ID, {
    description: 'The same wherever the change is told of; remember it to take each change once.',
  })
  id!: string;

  @Field(() => String, { description: changeTypesInWords })
  type!: string;

  @Field(() => Date, { description: 'When it was made.' })
  occurredAt!: Date;

  @Field(() => ID, { description: 'Of the person, school, opportunity or placement.' })
  aggregateId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'With `person.merged`, the person who stands for both from now on.',
  })
  intoPersonId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'With an appointment, whose it is; null with other changes.',
  })
  personId!: string | null;

  /** With an appointment, what was offered. */
  opportunityId!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The next changes, and where to go on.' })
export class Changes {
  @Field(() => [Change], {
    description:
      'In the order in which they hold: of each person, school, opportunity and placement the older one first. May be fewer than asked for, or none, while `hasMore` is true.',
  })
  events!: readonly Change[];

  @Field(() => String, {
    description:
      'After the last of them. Keep it when they are dealt with, and give it as `since`.',
  })
  cursor!: string;

  @Field(() => Boolean, { description: 'Whether there may be more at once.' })
  hasMore!: boolean;
}

@ArgsType()
export class ChangesArgs {
  @Field(() => String, {
    nullable: true,
    description: 'A `cursor` of an earlier answer; from the first change on when not given.',
  })
  since?: string;

  @IsOptional()
  @IsIn(changeTypeNames, { each: true, message: `types takes ${changeTypeNames.join(', ')}` })
  @Field(() => [String], {
    nullable: true,
    description: 'Of these types alone; of all when not given.',
  })
  types?: string[];

  @Min(1, { message: 'first is from 1 to 500' })
  @Max(500, { message: 'first is from 1 to 500' })
  @Field(() => Int, { defaultValue: 100, description: 'How many at most, 1 to 500.' })
  first!: number;
}
