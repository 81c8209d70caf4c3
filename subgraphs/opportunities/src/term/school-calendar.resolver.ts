import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../school/school.types.ts';
import type { SchoolCalendarService } from './school-calendar.service.ts';
import {
  SchoolCalendar,
  SetSchoolCalendarInput,
  SetSchoolCalendarResult,
} from './school-calendar.types.ts';

@Resolver(() => School)
export class SchoolCalendarResolver {
  constructor(private readonly service: SchoolCalendarService) {}

  @Requires('opportunity:publish')
  @Mutation(() => SetSchoolCalendarResult, {
    nullable: true,
    description: 'Say when a school is open in an academic year; what was said before is replaced.',
  })
  setSchoolCalendar(
    @Arg('input', () => SetSchoolCalendarInput, { description: 'The terms, and what is not term.' })
    input: SetSchoolCalendarInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.set(viewer, input);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [SchoolCalendar], {
    nullable: true,
    description:
      'When it is open, by academic year, the newest first. In a year without one, each weekday that is no bank holiday counts as a school day.',
  })
  calendars(@Root() { id }: School, @Ctx() { loaders }: Context) {
    return loaders.calendarsBySchool.load(id);
  }
}
