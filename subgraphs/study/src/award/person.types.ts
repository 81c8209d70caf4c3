import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Known by key alone: people owns and describes it. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class Person {
  @Field(() => ID)
  id!: string;
}
