import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import {
  AddCareerLineInput,
  AddCareerLineResult,
  CareerLineInput,
  ChangeCareerLineInput,
  ChangeCareerLineResult,
  DescribeCareerLineInput,
  DescribeCareerLineResult,
  HideCareerLineResult,
  RemoveCareerLineResult,
  ShowCareerLineInput,
  ShowCareerLineResult,
} from './career-line-change.types.ts';
import type { CareerLineService } from './career-line.service.ts';
import { CareerLine, CareerLineConnection, CareerRecordArgs } from './career-line.types.ts';

@Resolver(() => CareerLine)
export class CareerLineResolver {
  constructor(private readonly lines: CareerLineService) {}

  @Requires('career:keep')
  @Mutation(() => AddCareerLineResult, {
    nullable: true,
    description:
      'Add to one’s own career record what no source tells: earlier jobs, volunteering, governance.',
  })
  addCareerLine(
    @Arg('input', () => AddCareerLineInput, { description: 'What.' }) input: AddCareerLineInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.lines.add(viewer, input);
  }

  @Requires('career:keep')
  @Mutation(() => ChangeCareerLineResult, {
    nullable: true,
    description: 'Change all of a line that one has added.',
  })
  changeCareerLine(
    @Arg('input', () => ChangeCareerLineInput, { description: 'All that it is to say.' })
    input: ChangeCareerLineInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.lines.change(viewer, input);
  }

  @Requires('career:keep')
  @Mutation(() => DescribeCareerLineResult, {
    nullable: true,
    description:
      'Say in one’s own words what a line of one’s record was. What its source tells stands beside it.',
  })
  describeCareerLine(
    @Arg('input', () => DescribeCareerLineInput, { description: 'Which, and all of the words.' })
    input: DescribeCareerLineInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.lines.describe(viewer, input);
  }

  @Requires('career:keep')
  @Mutation(() => HideCareerLineResult, {
    nullable: true,
    description: 'Keep a line of one’s record out of the CV and from everybody else.',
  })
  hideCareerLine(
    @Arg('input', () => CareerLineInput, { description: 'Which.' }) input: CareerLineInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.lines.hide(viewer, input);
  }

  @Requires('career:keep')
  @Mutation(() => ShowCareerLineResult, {
    nullable: true,
    description: 'Put a line of one’s record into the CV, and say who else reads it.',
  })
  showCareerLine(
    @Arg('input', () => ShowCareerLineInput, { description: 'Which, and for whom.' })
    input: ShowCareerLineInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.lines.show(viewer, input);
  }

  @Requires('career:keep')
  @Mutation(() => RemoveCareerLineResult, {
    nullable: true,
    description: 'Remove a line that one has added, for good.',
  })
  removeCareerLine(
    @Arg('input', () => CareerLineInput, { description: 'Which.' }) input: CareerLineInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.lines.remove(viewer, input);
  }
}

@Resolver(() => Person)
export class PersonCareerRecordResolver {
  @FieldResolver(() => CareerLineConnection, {
    nullable: true,
    description:
      'All that they did, the latest first, as far as they share it with the caller; what is not shared is not counted either. The person reads all of it.',
  })
  careerRecord(
    @Root() { id }: Person,
    @Args(() => CareerRecordArgs) args: CareerRecordArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<CareerLine>> {
    return loaders.careerRecordOfPerson.load(id, args);
  }
}

@Resolver(() => Viewer)
export class ViewerCareerRecordResolver {
  @FieldResolver(() => CareerLineConnection, {
    nullable: true,
    description: 'All that the caller did, the latest first; null for an API key.',
  })
  careerRecord(
    @Args(() => CareerRecordArgs) args: CareerRecordArgs,
    @Ctx() { viewer, loaders }: Context,
  ): Promise<Page<CareerLine>> | null {
    return viewer.personId === null
      ? null
      : loaders.careerRecordOfPerson.load(viewer.personId, args);
  }
}
