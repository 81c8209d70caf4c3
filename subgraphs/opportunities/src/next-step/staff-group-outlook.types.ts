import { Directive, Field, ObjectType } from 'type-graphql';

/** Known by key alone: people owns and describes it. */
@Directive('@key(fields: "code")')
@ObjectType({ simpleResolvers: true })
export class StaffGroupOutlook {
  @Field(() => String)
  code!: string;
}
