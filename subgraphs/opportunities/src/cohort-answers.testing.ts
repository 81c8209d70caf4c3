import { z } from 'zod';

export const term =
  'id version startsOn endsOn cameBy standsIn state endReason person { id } seat { id number }';
export const offer =
  'id version startsOn endsOn standsIn answerBy state person { id } seat { id number }';
const cohort = `id version name startsOn termYears seats { id number staffGroups phases keptReason rotatesOn }
  rotations { on seats }`;
const days =
  '... on SeatTermNotChangeable { message from: state } ... on SeatTermDaysUnclear { earliestOn before }';
/** What is asked of each mutation's result: a document may name only members of the union. */
export const selections = {
  planCohort: `... on Cohort { ${cohort} } ... on CohortUnclear { message }`,
  changeCohort: `${cohort} purpose leastAttendance keepsSeatOnMove`,
  recordSeatTerm: `... on SeatTerm { ${term} } ... on SeatNotForThem { message reasons }
    ... on SeatTaken { message } ... on SeatDaysOtherwise { startsOn endsOn }`,
  announceSeats: `... on AnnouncedSeats { id opportunities { id title } } ... on NoSeatToAnnounce { message earliestOn }`,
  giveUpSeat: `... on SeatTerm { ${term} } ${days}`,
  restSeatTerm: `... on SeatTerm { ${term} pauses { fromOn untilOn givenBack } } ${days}`,
  resumeSeatTerm: `... on SeatTerm { ${term} } ${days} ... on SeatLentMeanwhile { until message }`,
  answerSeatOffer: `... on SeatOffer { ${offer} } ... on SeatOfferOver { over: state }
    ... on SeatNotForThem { message reasons }`,
  offerVacantSeat: `... on SeatOffer { ${offer} } ... on SeatNotVacant { message }
    ... on ReserveListExhausted { message }`,
  leaveReserveList: 'id state',
};

export const termShape = z.object({
  ...{ id: z.string(), version: z.number(), startsOn: z.string(), endsOn: z.string() },
  ...{ cameBy: z.string(), standsIn: z.boolean(), state: z.string() },
  endReason: z.string().nullable(),
  person: z.object({ id: z.string() }),
  seat: z.object({ id: z.string(), number: z.number() }),
});
export type SeenTerm = z.infer<typeof termShape>;
export const offerShape = z.object({
  ...{ id: z.string(), version: z.number(), startsOn: z.string(), endsOn: z.string() },
  ...{ standsIn: z.boolean(), answerBy: z.string(), state: z.string() },
  seat: z.object({ id: z.string(), number: z.number() }),
});
export type SeenOffer = z.infer<typeof offerShape>;
export const cohortShape = z.object({
  id: z.string(),
  version: z.number(),
  seats: z.array(
    z.object({
      ...{ id: z.string(), number: z.number(), rotatesOn: z.string() },
      ...{ staffGroups: z.array(z.string()), keptReason: z.string().nullable() },
    }),
  ),
});
export type SeenCohort = z.infer<typeof cohortShape>;

export const answerOffer = `... on Application { id version state } ... on SeatNotForThem { message reasons }
  ... on NotChoosing { opportunity: state } ... on DecisionTooEarly { message }`;
