import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Known by key alone: people owns and describes it. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class Network {
  @Field(() => ID)
  id!: string;
}
