import { describe, expect, it } from '@jest/globals';
import { TestProject } from '../projects.testing.ts';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();

const query = `query ($id: ID!) { opportunity(id: $id) { panel {
  spread { by parts { name applied placed } } } } }`;

describe('how a choice spreads', () => {
  it('is told beside all who applied once the shortlist is locked, and no small numbers', async () => {
    const project = new TestProject(test);
    const of = (group: string, count: number) => Array.from({ length: count }, () => group);
    const groups = [...of('TEACHING', 10), ...of('SUPPORT', 6), 'SITE'];
    await project.formed(groups.length, { seats: 2 }, [], {}, groups);
    const seen = async (viewer = project.central) => {
      const { data } = await test.served.ask<{
        opportunity: { panel: { spread: { by: string; parts: { name: string }[] }[] } | null };
      }>(viewer, query, { id: project.id });
      const spread = data.opportunity.panel?.spread;
      return spread
        ?.find(({ by }) => by === 'STAFF_GROUP')
        ?.parts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    };

    expect(await seen()).toEqual([
      { name: 'SITE', applied: null, placed: 0 }, // one
      { name: 'SUPPORT', applied: null, placed: 0 }, // which would tell of the one
      { name: 'TEACHING', applied: 10, placed: 2 },
    ]);
    expect(await seen(aMemberOfStaff(project.trust.trustId))).toBeUndefined();
  });
});
