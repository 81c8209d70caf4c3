import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type DecisionFacts, explanationOf, type ExplanationRow } from './explanation-reasons.ts';

/** Why it was decided so of the viewer's own applications, batched; of others there is nothing. */
export function explanationLoaders(db: Database) {
  return {
    explanationOf: byKey<ExplanationRow>(
      ({ applicationId }) => applicationId,
      async (ids) => (await db.rows<DecisionFacts>(factsSql, [ids])).map(explanationOf),
    ),
  };
}

const factsSql = `
  SELECT application_id AS "applicationId", opportunity_id AS "opportunityId", state,
         told_version AS "toldVersion", criteria, was_waiting AS "wasWaiting",
         waiting_position AS "waitingPosition", candidate_id AS "candidateId", total, place, room,
         is_shortlisted AS "isShortlisted", scorers, means, candidates,
         lottery_seed AS "lotterySeed", tied, tied_before AS "tiedBefore"
    FROM explain_applications($1::uuid[])`;
