import { byId, byKey, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  answersOfCandidates,
  type CandidateAnswersRow,
  candidateList,
  type CandidateRow,
  candidatesById,
  membersOf,
  ownScores,
  type PanelMemberRow,
  panelsById,
  peopleBehind,
  type ScoreRow,
} from './panel.queries.ts';

/** Panels and candidates as the viewer may see them, batched. */
export function panelLoaders(db: Database, pages: Pages, viewer: Viewer) {
  const list = candidateList(viewer);
  return {
    panel: byId((ids) => panelsById(db, viewer, ids)),
    panelMembers: manyByKey<PanelMemberRow>(
      ({ panelId }) => panelId,
      (ids) => membersOf(db, viewer, ids),
    ),
    candidate: byId((ids) => candidatesById(db, viewer, ids)),
    answersOfCandidate: byKey<CandidateAnswersRow>(
      ({ candidateId }) => candidateId,
      (ids) => answersOfCandidates(db, viewer, ids),
    ),
    candidatesOfPanel: new PagesByParent<ConnectionArgs, CandidateRow>((args, ids) =>
      pages.ofEach(viewer, list, args, 'c.opportunity_id', ids),
    ),
    personBehind: byKey<{ candidateId: string; personId: string }>(
      ({ candidateId }) => candidateId,
      (ids) => peopleBehind(db, viewer, ids),
    ),
    ownScore: byKey<ScoreRow>(
      ({ candidateId }) => candidateId,
      (ids) => ownScores(db, viewer, ids),
    ),
  };
}
