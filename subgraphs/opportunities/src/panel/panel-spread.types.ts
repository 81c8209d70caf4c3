import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** By what those who applied are told apart. */
export enum SpreadCut {
  STAFF_GROUP = 'STAFF_GROUP',
  SCHOOL = 'SCHOOL',
  WORKING_PATTERN = 'WORKING_PATTERN',
}

registerEnumType(SpreadCut, {
  name: 'SpreadCut',
  description: 'By what those who applied are told apart, each by their main post.',
  valuesConfig: {
    STAFF_GROUP: { description: 'Code of a staff group.' },
    SCHOOL: { description: 'Id of a school.' },
    WORKING_PATTERN: { description: '`FULL_TIME` or `PART_TIME`.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'One part of those who applied.' })
export class SpreadPart {
  @Field(() => String, { description: 'Which; `NONE` of whom nothing is known.' })
  name!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of it applied; null where it would tell of fewer than five who were not placed first.',
  })
  applied!: number | null;

  @Field(() => Int, {
    description: 'How many of it the panel placed first, as many as there are places.',
  })
  placed!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'How those whom a panel placed first spread, beside all who applied: nobody’s name, and no small numbers of those who were not.',
})
export class PanelSpread {
  @Field(() => SpreadCut, { description: 'By what.' })
  by!: SpreadCut;

  @Field(() => [SpreadPart], { description: 'Each part of those who applied.' })
  parts!: readonly SpreadPart[];
}
