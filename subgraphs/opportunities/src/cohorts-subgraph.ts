import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { CohortCompositionResolver } from './cohort/cohort-composition.resolver.ts';
import { CohortCompositionService } from './cohort/cohort-composition.service.ts';
import { CohortLifeResolver, SeatAttendanceResolver } from './cohort/cohort-life.resolver.ts';
import { CohortLifeService } from './cohort/cohort-life.service.ts';
import { CohortCalendarService } from './cohort/cohort-calendar.service.ts';
import { CohortResolver, SeatEndingResolver } from './cohort/cohort.resolver.ts';
import { CohortService } from './cohort/cohort.service.ts';
import { SchoolPhases } from './cohort/school-phases.ts';
import { SeatAnnouncing } from './cohort/seat-announcing.service.ts';
import { SeatTermService } from './cohort/seat-term.service.ts';
import {
  CohortSeatResolver,
  CohortsOfPersonResolver,
  CohortsOfViewerResolver,
  ReservePlaceResolver,
  SeatOfferResolver,
  SeatsOfOpportunityResolver,
  SeatTermResolver,
} from './cohort/seat.resolver.ts';
import { SeatingService } from './cohort/seating.service.ts';
import { VacancyService } from './cohort/vacancy.service.ts';
import { CohortDays1797300600003 } from './migrations/cohort-days.migration.ts';
import { CohortLife1797300600004 } from './migrations/cohort-life.migration.ts';
import { CohortRules1797300600001 } from './migrations/cohort-rules.migration.ts';
import { Cohorts1797300600000 } from './migrations/cohorts.migration.ts';
import { SeatVacancies1797300600002 } from './migrations/seat-vacancies.migration.ts';
import { EligibilityService } from './eligibility/eligibility.service.ts';
import { FairnessService } from './fairness/fairness.service.ts';
import { OpportunityRows } from './opportunity/opportunity.rows.ts';
import { OpportunityService } from './opportunity/opportunity.service.ts';

/** The part of the subgraph that is about cohorts and their seats. */
export const cohortMigrations = [
  Cohorts1797300600000,
  CohortRules1797300600001,
  SeatVacancies1797300600002,
  CohortDays1797300600003,
  CohortLife1797300600004,
];

/** Who has been chosen for seats. */
export function seatingOf(db: Database, idempotency: Idempotency, now: Clock): SeatingService {
  return new SeatingService(db, new VacancyService(db, idempotency, now), now);
}

/** Publishes what nobody does by hand. */
export function publishingOf(db: Database, people: EntityFinder, now: Clock): OpportunityService {
  const eligibility = new EligibilityService(db, now);
  const rows = new OpportunityRows(db, eligibility, new FairnessService(db, now), now);
  return new OpportunityService(db, rows, new Idempotency(db), people, now);
}

/** What happens to seats without anybody doing it. */
export function cohortCalendarOf(
  db: Database,
  people: EntityFinder,
  now: Clock,
): CohortCalendarService {
  const idempotency = new Idempotency(db);
  const vacancies = new VacancyService(db, idempotency, now);
  const announcing = new SeatAnnouncing(db, publishingOf(db, people, now), idempotency, now);
  const seating = new SeatingService(db, vacancies, now);
  return new CohortCalendarService(db, seating, vacancies, announcing, now);
}

/** Their resolvers. */
export function cohortResolvers(
  db: Database,
  people: EntityFinder & EntityReader,
  opportunities: OpportunityService,
  idempotency: Idempotency,
  now: Clock,
) {
  const vacancies = new VacancyService(db, idempotency, now);
  const phases = new SchoolPhases(db, people);
  return [
    new CohortResolver(
      new CohortService(db, phases, idempotency, people, now),
      new SeatAnnouncing(db, opportunities, idempotency, now),
    ),
    new SeatEndingResolver(),
    new CohortLifeResolver(new CohortLifeService(db, idempotency, now)),
    new SeatAttendanceResolver(),
    new CohortCompositionResolver(new CohortCompositionService(db, phases)),
    new CohortSeatResolver(),
    new SeatTermResolver(new SeatTermService(db, vacancies, idempotency, now)),
    new SeatOfferResolver(vacancies),
    new ReservePlaceResolver(vacancies),
    new SeatsOfOpportunityResolver(),
    new CohortsOfPersonResolver(),
    new CohortsOfViewerResolver(),
  ];
}
