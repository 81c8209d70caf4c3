import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Max, Min } from 'class-validator';
import {
  createUnionType,
  Directive,
  Field,
  Float,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { Pence } from '../pence.ts';
import { YearNotOver } from '../year-end/year-end.types.ts';

/** Figures that are told or held back together. */
export enum StudyFigureGroup {
  SPEND = 'SPEND',
  SUCCESS = 'SUCCESS',
  OUTCOMES = 'OUTCOMES',
  RELEASE = 'RELEASE',
  ROLE_CHANGES = 'ROLE_CHANGES',
}

registerEnumType(StudyFigureGroup, {
  name: 'StudyFigureGroup',
  description: 'Figures of a study report that are told or held back together.',
  valuesConfig: {
    SPEND: { description: 'How many were funded, the money, and both for each head and FTE.' },
    SUCCESS: { description: 'Applications that a panel decided, and offers.' },
    OUTCOMES: { description: 'Study completed, given up and put off, and the cost of completing.' },
    RELEASE: { description: 'Days of release and what cover cost.' },
    ROLE_CHANGES: { description: 'New roles within 24 months of completing.' },
  },
});

/** How much of a week somebody works, all posts taken together. */
export enum WorkingPattern {
  FULL_TIME = 'FULL_TIME',
  PART_TIME = 'PART_TIME',
}

registerEnumType(WorkingPattern, {
  name: 'WorkingPattern',
  description: 'How much of a week somebody works, all posts taken together.',
  valuesConfig: {
    FULL_TIME: { description: 'The whole of a full-time week.' },
    PART_TIME: { description: 'Less than that.' },
  },
});

const people = 'people, to the nearest five';

@ObjectType({
  simpleResolvers: true,
  description:
    'Study of a group in an academic year. A figure is null where it, or what follows from it, would tell of fewer than five people, or of the money of one; then `heldBack` names its group. Rates are from figures that are not rounded; null as well where there is nothing to divide by.',
})
export class StudyFigures {
  @Field(() => [StudyFigureGroup], { description: 'What is held back; empty: nothing is.' })
  heldBack!: StudyFigureGroup[];

  @Field(() => Int, {
    nullable: true,
    description: `Employed on the last day of the year, agency staff left out: ${people}.`,
  })
  headcount!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Full-time equivalent of the same, to one decimal.',
  })
  fte!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `For whose study a fund of the year pays: ${people}.`,
  })
  funded!: number | null;

  @Field(() => Pence, {
    nullable: true,
    description:
      'What funds promised for the year and did not take back, to the nearest 100 pounds. Money carried into the next year counts in the year for which it was promised.',
  })
  spendPence!: number | null;

  @Field(() => Pence, {
    nullable: true,
    description: 'Spend for each of the headcount, to the pound.',
  })
  spendPerHeadPence!: number | null;

  @Field(() => Pence, {
    nullable: true,
    description: 'Spend for each full-time equivalent, to the pound.',
  })
  spendPerFtePence!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Applications in rounds whose order was fixed in the year: ${people}.`,
  })
  applied!: number | null;

  @Field(() => Int, { nullable: true, description: `Of those, with an offer: ${people}.` })
  offered!: number | null;

  @Field(() => Float, { nullable: true, description: 'Offers for each 100 applications.' })
  successPercent!: number | null;

  @Field(() => Int, { nullable: true, description: `Completed in the year: ${people}.` })
  completed!: number | null;

  @Field(() => Int, { nullable: true, description: `Gave up in the year: ${people}.` })
  withdrawn!: number | null;

  @Field(() => Int, { nullable: true, description: `Put off in the year: ${people}.` })
  deferred!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Completed, for each 100 that completed or gave up.',
  })
  completionPercent!: number | null;

  @Field(() => Pence, {
    nullable: true,
    description: 'What funds paid and promised in all years for each that completed, to the pound.',
  })
  costPerCompletionPence!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Released for some day of the year: ${people}.`,
  })
  released!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'School days of release in the year, to the nearest five.',
  })
  releaseDays!: number | null;

  @Field(() => Pence, {
    nullable: true,
    description:
      'What cover for them cost, as planned where nothing else was recorded; to the nearest 100 pounds.',
  })
  coverPence!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Completed two years before, so that 24 months are over: ${people}.`,
  })
  completedTwoYearsBefore!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Of those, with a new main role within 24 months of completing: ${people}.`,
  })
  changedRole!: number | null;

  @Field(() => Float, { nullable: true, description: 'The same, of each 100 that completed.' })
  changedRolePercent!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Study of one staff group.' })
export class StudyOfStaffGroup {
  @Field(() => String, {
    description: 'Code of the staff group of the main post, `NONE` for those in none.',
  })
  staffGroup!: string;

  @Field(() => StudyFigures, { description: 'Its figures.' })
  figures!: StudyFigures;
}

@ObjectType({ simpleResolvers: true, description: 'Study of those who work so much of a week.' })
export class StudyOfWorkingPattern {
  @Field(() => WorkingPattern, { description: 'Which.' })
  workingPattern!: WorkingPattern;

  @Field(() => StudyFigures, { description: 'Its figures.' })
  figures!: StudyFigures;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Study of one school. Money counts where somebody studies for; who works at two schools counts in the headcount of both.',
})
export class StudyOfSchool {
  @Field(() => StudyFigures, { description: 'Its figures.' })
  figures!: StudyFigures;

  /** Opaque id of the school. */
  schoolId!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What support staff, who neither teach nor lead, get of the money beside how many they are. Null where what follows is held back.',
})
export class SupportStaffShare {
  @Field(() => Float, { nullable: true, description: 'Of each 100 pounds of spend.' })
  spendPercent!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of each 100 people.' })
  headcountPercent!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of each 100 full-time equivalents.' })
  ftePercent!: number | null;

  @Field(() => StudyFigures, { description: 'Their figures.' })
  figures!: StudyFigures;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Study in an academic year that is over, without small numbers. It is made once and never changes, so that no two reports can be compared to find one person.',
})
export class StudyReport {
  @Field(() => Int, { description: 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => Day, { description: 'The day on which it was made.' })
  toldOn!: string;

  @Field(() => StudyFigures, { description: 'Of the trust.' })
  whole!: StudyFigures;

  @Field(() => SupportStaffShare, { description: 'Of support staff, beside their share of staff.' })
  supportStaff!: SupportStaffShare;

  @Directive('@listSize(assumedSize: 9)')
  @Field(() => [StudyOfStaffGroup], { description: 'By staff group, in the order of its codes.' })
  byStaffGroup!: StudyOfStaffGroup[];

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [StudyOfWorkingPattern], { description: 'By how much of a week people work.' })
  byWorkingPattern!: StudyOfWorkingPattern[];

  @Directive('@listSize(assumedSize: 50)')
  @Field(() => [StudyOfSchool], { description: 'By school, in the order of their ids.' })
  bySchool!: StudyOfSchool[];
}

@InputType({ description: 'Which academic year is told of.' })
export class PublishStudyReportInput {
  @Min(2000, { message: 'academicYear is from 2000 to 2099' })
  @Max(2099, { message: 'academicYear is from 2000 to 2099' })
  @Field(() => Int, { description: 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'People has not told of everybody who studied: shares of staff would be wrong.',
})
export class StaffNotKnown extends Refusal {
  @Field(() => Int, { description: 'How many are missing.' })
  readonly people: number;

  constructor(people: number) {
    super('Not everybody who studied is known here yet. Try again later, or rebuild the roster.');
    this.people = people;
  }
}

export const PublishStudyReportResult = createUnionType({
  name: 'PublishStudyReportResult',
  description: 'The report, or why there is none.',
  types: () => [StudyReport, YearNotOver, StaffNotKnown] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : StudyReport.name,
});
