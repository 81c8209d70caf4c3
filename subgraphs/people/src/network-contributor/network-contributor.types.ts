import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'Who wrote something in a network. Colleagues are named, also when they have left it; of people of an allied trust only what their card shows now.',
})
export class NetworkContributor {
  @Field(() => String, {
    nullable: true,
    description: 'To show; null for somebody of an allied trust who has no card any more.',
  })
  name!: string | null;
}
