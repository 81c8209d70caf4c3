import { registerEnumType } from 'type-graphql';

/** Where a placement stands. */
export enum PlacementState {
  RECORDED = 'RECORDED',
  PREPARING = 'PREPARING',
  CANCELLED = 'CANCELLED',
}

registerEnumType(PlacementState, {
  name: 'PlacementState',
  description: 'Where a placement stands.',
  valuesConfig: {
    RECORDED: { description: 'Agreed elsewhere; of it only the days are known.' },
    PREPARING: { description: 'The person took the place.' },
    CANCELLED: { description: 'Given up by the person after they took it.' },
  },
});
