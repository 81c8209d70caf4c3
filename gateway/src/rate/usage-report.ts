import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { z } from 'zod';
import type { SubgraphClient } from '../subgraph/subgraph-client.ts';
import type { ReportUsage } from './call-budgets.ts';

const answerShape = z.array(z.number());

const mutation = `mutation RecordUsage($usages: [UsageInput!]!) {
  answer: recordUsage(usages: $usages)
}`;

/**
 * Reports at people, which every gateway asks anyway: so the budget is one, whoever answers.
 *
 * @param timeout for one report, in milliseconds.
 */
export function reportUsageTo(people: SubgraphClient, timeout: number): ReportUsage {
  return async (spendings) => {
    const usages = spendings.map(({ trustId, id, hour, points }) => ({
      trustId,
      principalId: id,
      hour: new Date(hour).toISOString(),
      points,
    }));
    const options = {
      viewer: jobViewer('gateway', ['principal:read']),
      timeout,
      repeatable: false,
    };
    const { data } = await people.ask({ query: mutation, variables: { usages } }, options);
    return answerShape.parse(data?.['answer']);
  };
}
