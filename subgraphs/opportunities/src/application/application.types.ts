import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { ApplicationState } from './application-state.types.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'A person’s "consider me". Personal data: kept to decide and to explain the decision to them.',
})
export class Application {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why, in the person’s own words.' })
  statement!: string | null;

  @Field(() => Int, { description: 'In which `round` of the opportunity it was handed in.' })
  round!: number;

  @Field(() => ApplicationState, { description: 'Where it stands.' })
  state!: ApplicationState;

  @Field(() => Date, { description: 'When it was handed in.' })
  submittedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the person took it back.' })
  withdrawnAt!: Date | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const ApplicationConnection = connectionOf(Application);
