import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { CalendarImportService } from './calendar-import.service.ts';
import {
  ImportSchoolCalendarsInput,
  ImportSchoolCalendarsResult,
  SchoolCalendarImport,
} from './calendar-import.types.ts';

@Resolver(() => SchoolCalendarImport)
export class CalendarImportResolver {
  constructor(private readonly service: CalendarImportService) {}

  @Requires('opportunity:publish')
  @Mutation(() => ImportSchoolCalendarsResult, {
    nullable: true,
    description:
      'Say of many schools, by URN, when they are open. Each calendar stands for itself and replaces the one of its school and year.',
  })
  importSchoolCalendars(
    @Arg('input', () => ImportSchoolCalendarsInput, { description: 'Of which schools and years.' })
    input: ImportSchoolCalendarsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.import(viewer, input);
  }
}
