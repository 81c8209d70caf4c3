import { ConversationState as State } from './conversation.types.ts';

/** Where a conversation may go from where it is. */
export const legalMoves: Readonly<Record<State, readonly State[]>> = {
  [State.ASKED]: [State.SCHEDULED, State.UNWILLING, State.CANCELLED],
  [State.UNWILLING]: [],
  [State.SCHEDULED]: [
    State.SCHEDULED,
    State.HELD,
    State.POSTPONED,
    State.DECLINED_BY_STAFF,
    State.CANCELLED,
  ],
  [State.MISSED]: [
    State.SCHEDULED,
    State.HELD,
    State.POSTPONED,
    State.DECLINED_BY_STAFF,
    State.CANCELLED,
  ],
  [State.POSTPONED]: [
    State.SCHEDULED,
    State.HELD,
    State.POSTPONED,
    State.DECLINED_BY_STAFF,
    State.CANCELLED,
  ],
  [State.CANCELLED]: [],
  [State.DECLINED_BY_STAFF]: [],
  [State.HELD]: [State.AGREED],
  [State.AGREED]: [State.CLOSED],
  [State.CLOSED]: [],
};
