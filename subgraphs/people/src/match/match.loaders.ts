import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import type { Suspect } from './match-verdict.ts';
import { MatchService } from './match.service.ts';
import { type MatchRow, questionOf } from './staff-match.queries.ts';
import {
  type StaffMatchCandidate,
  StaffMatchReason,
  StaffMatchState,
} from './staff-match.types.ts';

/** What the schema promises, and whom it is about. */
export interface CandidateNode extends StaffMatchCandidate {
  readonly personId: string;
}

/** Candidates as they are now: who may be the one in question changes as people do. */
export function matchLoaders(db: Database, viewer: Viewer) {
  return {
    candidatesOfMatch: new DataLoader<MatchRow, CandidateNode[]>(async (rows) => {
      const open = rows.filter(({ state }) => state === StaffMatchState.OPEN);
      const ofRecords = open.filter(({ sourceRecordId }) => sourceRecordId !== null);
      const suspects = await new MatchService(db).suspects(viewer, ofRecords.map(questionOf));
      return rows.map((row) => {
        if (row.state !== StaffMatchState.OPEN) return [];
        const { otherPersonId: personId } = row;
        const found: readonly Suspect[] = suspects.get(row.sourceRecordId ?? '') ?? [];
        return personId === null
          ? found.map((suspect) => candidate(suspect.personId, suspect.grounds))
          : [candidate(personId, ['MERGED_TRNS'])];
      });
    }),
  };
}

const words: Readonly<Record<StaffMatchReason, string>> = {
  SAME_TRN: 'the same TRN',
  SAME_PAYROLL_NUMBER: 'the same payroll number',
  SAME_WORK_EMAIL: 'the same work e-mail',
  SAME_SURNAME_AND_BIRTH_DATE: 'the same surname and birth date',
  SAME_FULL_NAME: 'the same name',
  MERGED_TRNS: 'TRNs that were merged',
};

function candidate(personId: string, grounds: Suspect['grounds']): CandidateNode {
  const reasons = Object.values(StaffMatchReason).filter((reason) => grounds.includes(reason));
  return { personId, reasons, why: `Both have ${reasons.map((one) => words[one]).join(', ')}.` };
}
