import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Known by key alone: people owns and describes it. */
@Directive('@key(fields: "personId need")')
@ObjectType({ simpleResolvers: true })
export class NeedWays {
  @Field(() => ID)
  personId!: string;

  @Field(() => String)
  need!: string;
}
