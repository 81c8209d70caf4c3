import { Directive, Field, ObjectType } from 'type-graphql';

/** Known by key alone: people owns and describes it. */
@Directive('@key(fields: "kind")')
@ObjectType({ simpleResolvers: true })
export class AspirationMatch {
  @Field(() => String)
  kind!: string;
}
