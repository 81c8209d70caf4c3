import { writeFileSync } from 'node:fs';
import {
  CompositionProblem,
  committedSchemas,
  composeSupergraph,
  supergraphFile,
} from './supergraph/composition.ts';

// `npm run compose`: writes gateway/supergraph.graphql from the subgraphs' committed schemas.
try {
  writeFileSync(supergraphFile, composeSupergraph(committedSchemas()));
  console.log('gateway/supergraph.graphql is up to date.');
} catch (error) {
  if (!(error instanceof CompositionProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
