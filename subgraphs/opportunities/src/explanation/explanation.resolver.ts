import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ApplicationRow } from '../application/application.queries.ts';
import { Application } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import { Eligibility } from '../eligibility/eligibility.types.ts';
import { Feedback } from '../feedback/feedback.types.ts';
import type { ExplanationRow } from './explanation-reasons.ts';
import { ApplicationExplanation } from './explanation.types.ts';

@Resolver(() => Application)
export class ExplanationResolver {
  @FieldResolver(() => ApplicationExplanation, {
    nullable: true,
    description:
      'Why it was decided so, once something was decided: for the person who applied, and null for everybody else.',
  })
  explanation(@Root() { id }: ApplicationRow, @Ctx() { loaders }: Context) {
    return loaders.explanationOf.load(id);
  }
}

@Resolver(() => ApplicationExplanation)
export class ExplanationPartsResolver {
  @FieldResolver(() => Eligibility, {
    nullable: true,
    description: 'Whether it was meant for the person, as they were told of it.',
  })
  eligibility(
    @Root() { opportunityId, toldVersion }: ExplanationRow,
    @Ctx() { loaders, viewer }: Context,
  ) {
    const version = toldVersion > 0 ? toldVersion : null;
    const personId = viewer.personId ?? '';
    return loaders.eligibility.load({ opportunityId, personId, version });
  }

  @FieldResolver(() => Feedback, {
    nullable: true,
    description: 'What the person was told when they were not chosen.',
  })
  feedback(@Root() { applicationId }: ExplanationRow, @Ctx() { loaders }: Context) {
    return loaders.feedbackOf.load(applicationId);
  }
}
