import { Field, ObjectType } from 'type-graphql';
import { ApplicationState } from './application-state.types.ts';

@ObjectType({ simpleResolvers: true, description: 'Where an application came to stand, and when.' })
export class ApplicationStep {
  @Field(() => ApplicationState, { description: 'Where it came to stand.' })
  state!: ApplicationState;

  @Field(() => Date, { description: 'When.' })
  madeAt!: Date;
}
