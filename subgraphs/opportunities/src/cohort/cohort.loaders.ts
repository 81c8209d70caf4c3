import { byId, byKey, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  announcedSeats,
  cohortList,
  cohortsById,
  type CohortRow,
  rotationsOfCohorts,
  seatsById,
  seatsEndingBefore,
  seatsOfCohorts,
} from './cohort.queries.ts';
import {
  attendanceOfTerms,
  type MeetingRow,
  meetingsOfCohorts,
  type ProjectRow,
  projectsOfCohorts,
} from './cohort-life.queries.ts';
import type { CohortListArgs, SeatTermListArgs } from './cohort.types.ts';
import {
  offersById,
  offersOfPeople,
  pausesOfTerms,
  reservesOfCohorts,
  sittingIn,
  termList,
  termsById,
  type SeatTermRow,
} from './seat-term.queries.ts';

/** Cohorts, their seats and who has them, as far as the viewer may read them, batched. */
export function cohortLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  const termsOf = (name: string, column: string) =>
    new PagesByParent<SeatTermListArgs, SeatTermRow>(({ asOf = null, ...args }, ids) =>
      pages.ofEach(viewer, termList(viewer, today, name, asOf), args, column, ids),
    );
  return {
    cohort: byId((ids) => cohortsById(db, viewer, ids)),
    cohorts: ({ filter = null, ...args }: CohortListArgs) =>
      pages.of<CohortRow>(viewer, cohortList(viewer, filter), args),
    cohortSeat: byId((ids) => seatsById(db, viewer, today, ids)),
    seatsOfCohort: manyByKey<Awaited<ReturnType<typeof seatsOfCohorts>>[number]>(
      ({ cohortId }) => cohortId,
      (ids) => seatsOfCohorts(db, viewer, today, ids),
    ),
    seatsOfOpportunity: manyByKey<Awaited<ReturnType<typeof announcedSeats>>[number]>(
      ({ opportunityId }) => opportunityId,
      (ids) => announcedSeats(db, viewer, today, ids),
    ),
    rotationsOfCohort: manyByKey<Awaited<ReturnType<typeof rotationsOfCohorts>>[number]>(
      ({ cohortId }) => cohortId,
      (ids) => rotationsOfCohorts(db, viewer, today, ids),
    ),
    seatTerm: byId((ids) => termsById(db, viewer, today, ids)),
    termsOfCohort: termsOf('Cohort.terms', 't.cohort_id'),
    termsOfSeat: termsOf('CohortSeat.terms', 't.seat_id'),
    termsOfPerson: termsOf('Person.cohorts', 't.person_id'),
    whoSits: byKey<SeatTermRow>(
      ({ seatId }) => seatId,
      (ids) => sittingIn(db, viewer, today, ids),
    ),
    pausesOfTerm: manyByKey<Awaited<ReturnType<typeof pausesOfTerms>>[number]>(
      ({ termId }) => termId,
      (ids) => pausesOfTerms(db, viewer, ids),
    ),
    seatOffer: byId((ids) => offersById(db, viewer, ids)),
    seatOffersOfPerson: manyByKey<Awaited<ReturnType<typeof offersOfPeople>>[number]>(
      ({ personId }) => personId,
      (ids) => offersOfPeople(db, viewer, ids),
    ),
    reserveOfCohort: manyByKey<Awaited<ReturnType<typeof reservesOfCohorts>>[number]>(
      ({ cohortId }) => cohortId,
      (ids) => reservesOfCohorts(db, viewer, today, ids),
    ),
    meetingsOfCohort: manyByKey<MeetingRow>(
      ({ cohortId }) => cohortId,
      (ids) => meetingsOfCohorts(db, viewer, ids),
    ),
    projectsOfCohort: manyByKey<ProjectRow>(
      ({ cohortId }) => cohortId,
      (ids) => projectsOfCohorts(db, viewer, ids),
    ),
    attendanceOfTerm: byKey<Awaited<ReturnType<typeof attendanceOfTerms>>[number]>(
      ({ termId }) => termId,
      (ids) => attendanceOfTerms(db, viewer, ids),
    ),
    seatsEnding: (before: string) => seatsEndingBefore(db, viewer, today, before),
  };
}
