import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "personId need")')
@ObjectType({
  simpleResolvers: true,
  description:
    'Where somebody could get what a step needs of them: what the parts of the graph each have of it.',
})
export class NeedWays {
  @Field(() => ID, { description: 'Of the person whose step it is.' })
  personId!: string;

  @Field(() => String, { description: 'The kind of need, as `NeedKind` writes it.' })
  need!: string;
}
