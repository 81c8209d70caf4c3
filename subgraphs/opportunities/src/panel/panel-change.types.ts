import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { Panel, PanelState } from './panel.types.ts';

@InputType({ description: 'Who is to choose.' })
export class AppointPanelInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;

  @ArrayMinSize(2, { message: 'memberIds names 2 to 10 people' })
  @ArrayMaxSize(10, { message: 'memberIds names 2 to 10 people' })
  @ArrayUnique({ message: 'memberIds names each person once' })
  @Field(() => [ID], {
    description:
      'People of the trust, 2 to 10. Those who were members and are not named stand down.',
  })
  memberIds!: string[];
}

@InputType({ description: 'Whom the caller is close to.' })
export class DeclareConflictsInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity on whose panel the caller sits.' })
  opportunityId!: string;

  @ArrayMaxSize(50, { message: 'personIds names at most 50 people' })
  @Field(() => [ID], {
    description:
      'Relatives, partners, close friends and whoever else the caller cannot judge without favour, whether they apply or not; none says that there are none. Whom the caller manages need not be named.',
  })
  personIds!: string[];
}

@InputType({ description: 'Whose panel is to begin.' })
export class StartScoringInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity, which is SHORTLISTING.' })
  opportunityId!: string;
}

@ObjectType({ implements: Refusal, description: 'Somebody cannot choose, because they apply.' })
export class MemberApplied extends Refusal {
  @Field(() => [ID], { description: 'Who of those named applied.' })
  readonly memberIds: readonly string[];

  constructor(memberIds: readonly string[]) {
    super('Whoever applies for an opportunity cannot sit on its panel.');
    this.memberIds = memberIds;
  }
}

@ObjectType({
  implements: Refusal,
  description: 'Whoever runs a panel reads the names, so they cannot sit on it.',
})
export class OrganiserOnPanel extends Refusal {
  constructor() {
    super('Whoever runs the panel knows the names of those who apply, so cannot sit on it.');
  }
}

@ObjectType({
  implements: Refusal,
  description: 'The panel is past the point at which this is done.',
})
export class PanelMovedOn extends Refusal {
  @Field(() => PanelState, { description: 'How far it has come.' })
  readonly state: PanelState;

  constructor(state: PanelState) {
    super('The panel has come too far, or not far enough, for this.');
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'The opportunity is not at its shortlisting.' })
export class NotShortlisting extends Refusal {
  @Field(() => OpportunityState, { description: 'Where it stands.' })
  readonly state: OpportunityState;

  constructor(state: OpportunityState) {
    super('Scoring starts once the opportunity is SHORTLISTING.');
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'Members have not said whom they are close to.' })
export class MembersUndeclared extends Refusal {
  @Field(() => [ID], { description: 'Who.' })
  readonly memberIds: readonly string[];

  constructor(memberIds: readonly string[]) {
    super('Each member first says whom they are close to, or that there is nobody.');
    this.memberIds = memberIds;
  }
}

@ObjectType({ implements: Refusal, description: 'For some candidates too few may score.' })
export class TooFewScorers extends Refusal {
  constructor() {
    super('For at least one candidate fewer than two members may score. Appoint more members.');
  }
}

/** The type of a result: the refusal's own, or what was done. */
export const named =
  (done: string) =>
  (value: object): string =>
    value instanceof Refusal ? value.constructor.name : done;

export const AppointPanelResult = createUnionType({
  name: 'AppointPanelResult',
  description: 'The panel, or why it stays as it was.',
  types: () => [Panel, MemberApplied, OrganiserOnPanel, PanelMovedOn] as const,
  resolveType: named('Panel'),
});

export const DeclareConflictsResult = createUnionType({
  name: 'DeclareConflictsResult',
  description: 'The panel, or why nothing was noted.',
  types: () => [Panel, PanelMovedOn] as const,
  resolveType: named('Panel'),
});

export const StartScoringResult = createUnionType({
  name: 'StartScoringResult',
  description: 'The panel, or why it cannot begin.',
  types: () =>
    [
      Panel,
      PanelMovedOn,
      NotShortlisting,
      MembersUndeclared,
      TooFewScorers,
      OrganiserOnPanel,
    ] as const,
  resolveType: named('Panel'),
});
