import { badUserInput } from '@trellis/subgraph-kit/faults';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { academicYearOf } from '../academic-year.ts';
import type { Context } from '../context.ts';
import { School } from './school.types.ts';
import { StudySpend } from './study-spend.types.ts';

@Resolver(() => School)
export class StudySpendResolver {
  constructor(private readonly clock: Clock) {}

  @Requires('spend:read')
  @FieldResolver(() => StudySpend, {
    nullable: true,
    description:
      'What the school’s staff were awarded for study, withdrawn awards left out. Null when the viewer does not answer for the school.',
  })
  studySpend(
    @Root() { id }: School,
    @Arg('academicYear', () => Int, {
      nullable: true,
      description: 'The year it starts, 2000 to 2100; the one that is running when not given.',
    })
    asked: number | null,
    @Ctx() { loaders }: Context,
  ) {
    const academicYear = asked ?? academicYearOf(londonDay(this.clock()));
    if (academicYear < 2000 || academicYear > 2100) {
      throw badUserInput('academicYear is from 2000 to 2100.');
    }
    return loaders.studySpend.load({ schoolId: id, academicYear });
  }
}
