import { describe, expect, it } from '@jest/globals';
import { demonstrationTrusts } from '@trellis/demonstration/demonstration';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { opportunitiesDatabase } from './subgraph.ts';
import { TestOpportunities, thePeopleTeam } from './testing.ts';
import { bringInTrust } from './demonstration-trust.ts';

const test = new TestOpportunities();

describe('the demonstration trusts', () => {
  it('are brought in whole and then left as they are', async () => {
    const trusts = demonstrationTrusts({ seed: 'trellis', today: '2026-05-12' });
    const nextDay = demonstrationTrusts({ seed: 'other', today: '2026-05-13' });
    const source = createDataSource(opportunitiesDatabase, test.served.database.appUrl, 1);
    await source.initialize();
    for (const records of [...trusts, ...nextDay])
      await bringInTrust(new Database(source), records);
    await source.destroy();

    for (const { trust, opportunities, applications, placements } of trusts) {
      const counts = await test.within(thePeopleTeam(trust.id), (db) =>
        db.rows(`SELECT (SELECT count(*) FROM opportunity) AS opportunities,
                        (SELECT count(*) FROM application) AS applications,
                        (SELECT count(*) FROM placement) AS placements`),
      );
      expect(counts).toEqual([
        {
          opportunities: opportunities.length,
          applications: applications.length,
          placements: placements.length,
        },
      ]);
    }
  });
});
