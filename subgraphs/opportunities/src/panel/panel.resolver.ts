import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import {
  AppointPanelInput,
  AppointPanelResult,
  DeclareConflictsInput,
  DeclareConflictsResult,
  StartScoringInput,
  StartScoringResult,
} from './panel-change.types.ts';
import { PanelSpread } from './panel-spread.types.ts';
import type { PanelMemberRow } from './panel.queries.ts';
import type { PanelService } from './panel.service.ts';
import { CandidateConnection, Panel, PanelMember } from './panel.types.ts';

@Resolver(() => Panel)
export class PanelResolver {
  constructor(private readonly service: PanelService) {}

  @Requires('application:read')
  @Mutation(() => AppointPanelResult, {
    nullable: true,
    description: 'Say who is to choose among those who apply, at least two, not the caller.',
  })
  appointPanel(
    @Arg('input', () => AppointPanelInput, { description: 'What for, and who.' })
    input: AppointPanelInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.appoint(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => DeclareConflictsResult, {
    nullable: true,
    description:
      'As a member of a panel, say whom one is close to, before anything is read. Their applications, if there are any, are given to the other members alone.',
  })
  declareConflicts(
    @Arg('input', () => DeclareConflictsInput, { description: 'For which panel, and whom.' })
    input: DeclareConflictsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.declare(viewer, input);
  }

  @Requires('application:read')
  @Mutation(() => StartScoringResult, {
    nullable: true,
    description: 'Lay the applications before the panel, without names.',
  })
  startScoring(
    @Arg('input', () => StartScoringInput, { description: 'Which panel.' })
    input: StartScoringInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.startScoring(viewer, input);
  }

  @FieldResolver(() => [PanelMember], { description: 'Who chooses; 2 to 10 at a time.' })
  members(@Root() { id }: Panel, @Ctx() { loaders }: Context) {
    return loaders.panelMembers.load(id);
  }

  @FieldResolver(() => CandidateConnection, {
    description:
      'Those who applied, without names and in no order that means anything. A member does not find those whom another must judge in their place.',
  })
  candidates(
    @Root() { id }: Panel,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.candidatesOfPanel.load(id, args);
  }

  @FieldResolver(() => [PanelSpread], {
    description:
      'How those whom it placed first spread over staff groups, schools and working patterns, beside all who applied; nothing before the shortlist is locked.',
  })
  spread(@Root() { id }: Panel, @Ctx() { loaders }: Context) {
    return loaders.spreadOfPanel.load(id);
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'What is to be given.' })
  opportunity(@Root() { id }: Panel, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(id);
  }
}

@Resolver(() => PanelMember)
export class PanelMemberResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: PanelMemberRow): Person {
    return { id: personId };
  }
}

@Resolver(() => Opportunity)
export class PanelOfOpportunityResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => Panel, {
    nullable: true,
    description:
      'Who chooses, for its members and those with `application:read`; null for others, and before it is appointed.',
  })
  panel(@Root() { id }: OpportunityRow, @Ctx() { loaders }: Context) {
    return loaders.panel.load(id);
  }
}
