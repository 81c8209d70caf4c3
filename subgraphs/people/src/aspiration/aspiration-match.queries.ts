import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { isHere } from '../conversation/conversation.queries.ts';
import { reachOf } from '../person/person.reach.ts';
import { aspirationColumns, isShared } from './aspiration.queries.ts';
import { AspirationKind as Hope } from './aspiration.types.ts';

/**
 * What an opportunity of a kind may answer; opportunities names the kinds. Who would stay and go deeper
 * may want whatever does not take them away for good.
 */
const answeredBy: Readonly<Record<string, readonly Hope[]>> = {
  POST: [Hope.CHANGE_ROLE, Hope.CHANGE_SCHOOL, Hope.CHANGE_HOURS, Hope.LEAD],
  SECONDMENT: [Hope.CHANGE_SCHOOL, Hope.CHANGE_ROLE, Hope.WORK_ACROSS_SCHOOLS],
  SPECIALIST_ROLE: [Hope.STAY_AND_DEEPEN, Hope.SPECIALISE, Hope.WORK_ACROSS_SCHOOLS],
  ACTING: [Hope.LEAD, Hope.CHANGE_ROLE],
  PROJECT: [Hope.STAY_AND_DEEPEN, Hope.SPECIALISE, Hope.WORK_ACROSS_SCHOOLS, Hope.NOT_SURE],
  SHADOWING: [Hope.LEAD, Hope.CHANGE_ROLE, Hope.STAY_AND_DEEPEN, Hope.NOT_SURE],
  VISIT: [Hope.STAY_AND_DEEPEN, Hope.CHANGE_SCHOOL, Hope.WORK_ACROSS_SCHOOLS, Hope.NOT_SURE],
  SWAP: [Hope.CHANGE_SCHOOL, Hope.STAY_AND_DEEPEN, Hope.WORK_ACROSS_SCHOOLS],
  COHORT_SEAT: [Hope.LEAD, Hope.WORK_ACROSS_SCHOOLS],
  MENTORING: [Hope.STAY_AND_DEEPEN, Hope.SPECIALISE, Hope.LEAD, Hope.NOT_SURE],
  RESPONSIBILITY: [Hope.LEAD, Hope.STAY_AND_DEEPEN, Hope.WORK_ACROSS_SCHOOLS],
  STUDY_ROUND: [Hope.STUDY, Hope.STAY_AND_DEEPEN, Hope.SPECIALISE],
};

/** Hopes of others that are shared with the viewer and that a kind of opportunity may answer, by name. */
export function matchingAspirationList(viewer: Viewer, kind: string): List {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  const hopes = parameters.add(answeredBy[kind] ?? []);
  return {
    name: 'AspirationMatch.aspirations',
    select: aspirationColumns,
    from: `aspiration JOIN person ON person.trust_id = ${trust} AND person.id = aspiration.person_id`,
    where: [
      `aspiration.trust_id = ${trust}`,
      `aspiration.kind = ANY (${hopes}::text[])`,
      `person.id IS DISTINCT FROM ${parameters.add(viewer.personId)}::uuid`,
      isShared(viewer, parameters, today),
      reachOf(viewer, parameters).withinReach,
      isHere('person.id', trust, today),
    ],
    parameters,
    sort: {
      name: 'BY_NAME',
      keys: [
        { sql: 'person.sort_name', type: 'text' },
        { sql: 'aspiration.id', type: 'uuid' },
      ],
    },
    filter: { kind },
  };
}
