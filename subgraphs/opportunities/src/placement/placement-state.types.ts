import { registerEnumType } from 'type-graphql';

/** Where a placement stands on a day. */
export enum PlacementState {
  RECORDED = 'RECORDED',
  PREPARING = 'PREPARING',
  SCHEDULED = 'SCHEDULED',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  COMPLETED = 'COMPLETED',
  ENDED_EARLY = 'ENDED_EARLY',
  CANCELLED = 'CANCELLED',
}

registerEnumType(PlacementState, {
  name: 'PlacementState',
  description: 'Where a placement stands today.',
  valuesConfig: {
    RECORDED: { description: 'Agreed elsewhere; of it only the days are known.' },
    PREPARING: { description: 'Its parts are being put together; see `missing`.' },
    SCHEDULED: { description: 'Nothing was missing when it was scheduled, and it has not begun.' },
    ACTIVE: { description: 'It runs.' },
    SUSPENDED: {
      description: 'It would run, but a check of the person does not hold today; see `checks`.',
    },
    COMPLETED: { description: 'It ran to its end.' },
    ENDED_EARLY: { description: 'It ended before its time, as both heads agreed.' },
    CANCELLED: { description: 'Given up before it began.' },
  },
});
