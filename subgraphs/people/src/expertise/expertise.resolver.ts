import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import {
  EndorseExpertiseInput,
  EndorseExpertiseResult,
  ExpertiseInput,
  StateExpertiseInput,
  StateExpertiseResult,
  WithdrawExpertiseResult,
} from './expertise-change.types.ts';
import { expertList, type ExpertiseNode, type ExpertNode } from './expertise.queries.ts';
import type { ExpertiseService } from './expertise.service.ts';
import { Expert, ExpertConnection, Expertise, FindExpertsArgs } from './expertise.types.ts';

@Resolver(() => Expertise)
export class ExpertiseResolver {
  constructor(private readonly service: ExpertiseService) {}

  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who endorsed it last, where that counts; null when nobody did or they are out of reach.',
  })
  endorsedBy(@Root() { endorserId }: ExpertiseNode, @Ctx() { loaders }: Context) {
    return endorserId === null ? null : loaders.person.load(endorserId);
  }

  @Requires('network:join')
  @Mutation(() => StateExpertiseResult, {
    nullable: true,
    description:
      'Say what one knows well and offers to others. Everybody in the trust reads it, with name, school and work e-mail. What was endorsed has to be endorsed again when more than the days is other.',
  })
  stateExpertise(
    @Arg('input', () => StateExpertiseInput, { description: 'What, all of it.' })
    input: StateExpertiseInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.state(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => EndorseExpertiseResult, {
    nullable: true,
    description:
      'Say of somebody else that it is so, for two years, or again. Done by their line manager, their head, the people team and the lead of a network of the subject.',
  })
  endorseExpertise(
    @Arg('input', () => EndorseExpertiseInput, { description: 'Which.' })
    input: EndorseExpertiseInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.endorse(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => WithdrawExpertiseResult, {
    nullable: true,
    description: 'Take one’s own expertise back; nobody finds it any more.',
  })
  withdrawExpertise(
    @Arg('input', () => ExpertiseInput, { description: 'Which.' }) input: ExpertiseInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdraw(viewer, input);
  }
}

@Resolver(() => Person)
export class PersonExpertiseResolver {
  @FieldResolver(() => [Expertise], { description: 'What they know well, as they state it.' })
  expertise(@Root() person: Person, @Ctx() { loaders }: Context): Promise<Expertise[]> {
    return loaders.expertiseOfPerson.load(person.id);
  }
}

@Resolver(() => Expert)
export class ExpertResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('staff:read')
  @Query(() => ExpertConnection, {
    nullable: true,
    description:
      'People of the trust whose expertise is endorsed today, the nearest first, then by name. Somebody comes once for each expertise that the filter lets through.',
  })
  async findExperts(
    @Args(() => FindExpertsArgs) args: FindExpertsArgs,
    @Ctx() { viewer, loaders }: Context,
  ): Promise<Page<Expert>> {
    const { nearSchoolId, withinMiles } = args.filter ?? {};
    if (nearSchoolId == null) {
      if (withinMiles != null) throw badUserInput('withinMiles goes with nearSchoolId.');
      return this.pages.of(viewer, expertList(viewer, args.filter, null), args);
    }
    const near = await loaders.school.load(nearSchoolId);
    if (!near) throw notFound('school');
    if (near.position === null && withinMiles != null) throw badUserInput(nowhere);
    return this.pages.of(viewer, expertList(viewer, args.filter, near.position), args);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Null when they are out of the caller’s reach.',
  })
  person(@Root() { personId }: ExpertNode, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Where they work; the nearest, when at several.',
  })
  school(@Root() { schoolId }: ExpertNode, @Ctx() { loaders }: Context) {
    return loaders.school.load(schoolId);
  }

  @FieldResolver(() => Expertise, { nullable: true, description: 'What they know well.' })
  expertise(@Root() { expertiseId }: ExpertNode, @Ctx() { loaders }: Context) {
    return loaders.expertise.load(expertiseId);
  }
}

const nowhere =
  'The register does not say where that school is: its postcode may no longer exist. Ask without withinMiles, or correct the postcode in GIAS.';
