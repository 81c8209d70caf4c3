import { Refusal } from '@trellis/subgraph-kit/refusal';
import { createUnionType, Field, ObjectType } from 'type-graphql';
import { ApplicationState } from '../application/application-state.types.ts';
import { Application } from '../application/application.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody who was not chosen was told. Personal data, kept with the application.',
})
export class Feedback {
  @Field(() => String, { description: 'In words.' })
  text!: string;

  @Field(() => Date, { description: 'When it was given.' })
  givenAt!: Date;
}

@ObjectType({ implements: Refusal, description: 'No feedback is owed for the application.' })
export class FeedbackNotOwed extends Refusal {
  @Field(() => ApplicationState, { description: 'Where it stands.' })
  readonly state: ApplicationState;

  constructor(state: ApplicationState) {
    super('Feedback is given once, for an application that was unsuccessful.');
    this.state = state;
  }
}

export const GiveFeedbackResult = createUnionType({
  name: 'GiveFeedbackResult',
  description: 'The application, REJECTED and closed, or why nothing was given.',
  types: () => [Application, FeedbackNotOwed] as const,
  resolveType: (value: object) =>
    value instanceof FeedbackNotOwed ? 'FeedbackNotOwed' : 'Application',
});
