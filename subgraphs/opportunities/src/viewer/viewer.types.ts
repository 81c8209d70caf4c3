import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Known by key alone, and always who asks, whatever the key says: people owns and describes it. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class Viewer {
  @Field(() => ID)
  id!: string;
}
