import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import type { ConversationRow } from '../conversation/conversation.queries.ts';
import { CareerConversation } from '../conversation/conversation.types.ts';
import { Person } from '../person/person.types.ts';
import { untrainedList, type UntrainedManagerRow } from './manager-training.queries.ts';
import type { ManagerTrainingService } from './manager-training.service.ts';
import {
  ManagerTraining,
  RecordManagerTrainingInput,
  RecordManagerTrainingResult,
  UntrainedManager,
  UntrainedManagerConnection,
} from './manager-training.types.ts';

@Resolver(() => UntrainedManager)
export class ManagerTrainingResolver {
  constructor(
    private readonly pages: Pages,
    private readonly trainings: ManagerTrainingService,
  ) {}

  @Requires('conversation:read')
  @Query(() => UntrainedManagerConnection, {
    nullable: true,
    description:
      'Who line-manages others without training that holds today, of those for whom the caller answers; whoever has most reports first.',
  })
  managersWithoutTraining(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<UntrainedManager>> {
    return this.pages.of<UntrainedManagerRow>(viewer, untrainedList(viewer), args);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: UntrainedManagerRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }

  @Requires('conversation:manage')
  @Mutation(() => RecordManagerTrainingResult, {
    nullable: true,
    description: 'Note that somebody was trained to hold career conversations.',
  })
  recordManagerTraining(
    @Arg('input', () => RecordManagerTrainingInput, { description: 'Who, and for how long.' })
    input: RecordManagerTrainingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.trainings.record(viewer, input);
  }
}

@Resolver(() => CareerConversation)
export class LeadTrainingResolver {
  @FieldResolver(() => ManagerTraining, {
    nullable: true,
    description:
      'The training that the other of the two had for such conversations and that holds longest; null when they had none. From the policy’s day on a line manager needs it, while a colleague whom the person chose does not.',
  })
  leadTraining(
    @Root() { leadId }: ConversationRow,
    @Ctx() { loaders }: Context,
  ): Promise<ManagerTraining | null> {
    return loaders.trainingOfPerson.load(leadId);
  }
}

@Resolver(() => Viewer)
export class ViewerTrainingResolver {
  @Requires('staff:read')
  @FieldResolver(() => ManagerTraining, {
    nullable: true,
    description:
      'The caller’s own training to hold career conversations that holds longest; null when there was none.',
  })
  managerTraining(@Ctx() { loaders, viewer }: Context): Promise<ManagerTraining | null> {
    const { personId } = viewer;
    return personId === null ? Promise.resolve(null) : loaders.trainingOfPerson.load(personId);
  }
}
