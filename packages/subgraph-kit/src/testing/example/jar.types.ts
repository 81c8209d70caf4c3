import { Length, Max, Min, ValidateNested } from 'class-validator';
import {
  ArgsType,
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { ConnectionArgs, connectionOf } from '../../connection.ts';
import { Refusal } from '../../refusal.ts';
import { Day } from '../../scalars.ts';

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'Something that jars stand on.' })
export class Shelf {
  @Field(() => ID, { description: 'Opaque.' }) id!: string;
  @Field(() => String, { description: 'What people call it.' }) name!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'Something that holds a number of sweets.' })
export class Jar {
  @Field(() => ID, { description: 'Opaque.' }) id!: string;
  @Field(() => String, { description: 'What is written on it.' }) label!: string;
  @Field(() => Int, { description: 'How many are left.' }) sweets!: number;
  @Field(() => Day, { description: 'The day on which it was last filled.' }) filledOn!: string;
}

export const JarConnection = connectionOf(Jar);

export enum JarOrder {
  LABEL = 'LABEL',
  FULLEST_FIRST = 'FULLEST_FIRST',
}
registerEnumType(JarOrder, {
  name: 'JarOrder',
  description: 'How jars are sorted.',
  valuesConfig: {
    LABEL: { description: 'By what is written on them.' },
    FULLEST_FIRST: { description: 'By how many sweets they hold, most first.' },
  },
});

@InputType({ description: 'Which jars.' })
export class JarFilter {
  @Field(() => String, { nullable: true, description: 'Only labels that hold this text.' })
  labelContains?: string;
}

@ArgsType()
export class JarsArgs extends ConnectionArgs {
  @Field(() => JarFilter, { nullable: true, description: 'All jars when not given.' })
  filter?: JarFilter;

  @Field(() => JarOrder, { defaultValue: JarOrder.LABEL, description: 'How to sort.' })
  orderBy!: JarOrder;
}

@InputType({ description: 'What goes into a new jar.' })
export class FillingInput {
  @Field(() => Int, { description: '0 to 1,000.' })
  @Min(0)
  @Max(1_000)
  sweets!: number;

  @Field(() => Day, { description: 'The day on which it was filled.' }) filledOn!: string;
}

@InputType({ description: 'A new jar.' })
export class AddJarInput {
  @Field(() => ID, { description: 'Where it will stand.' }) shelfId!: string;

  @Field(() => String, { description: '1 to 40 characters.' })
  @Length(1, 40)
  label!: string;

  @Field(() => FillingInput, { description: 'What it holds from the start.' })
  @ValidateNested()
  filling!: FillingInput;
}

@InputType({ description: 'Sweets that somebody wants.' })
export class TakeSweetsInput {
  @Field(() => ID, { description: 'The jar.' }) jarId!: string;
  @Field(() => Int, { description: 'How many.' }) @Min(1) sweets!: number;
}

@ObjectType({ implements: Refusal, description: 'Fewer sweets are left than were asked for.' })
export class JarTooEmpty extends Refusal {
  @Field(() => Int, { description: 'How many are left.' }) readonly sweetsLeft: number;

  constructor(sweetsLeft: number) {
    super('The jar has too few sweets left.');
    this.sweetsLeft = sweetsLeft;
  }
}

export const TakeSweetsResult = createUnionType({
  name: 'TakeSweetsResult',
  description: 'The jar with what is left, or why nothing was taken.',
  types: () => [Jar, JarTooEmpty] as const,
  resolveType: (value: object) => (value instanceof JarTooEmpty ? JarTooEmpty.name : Jar.name),
});
