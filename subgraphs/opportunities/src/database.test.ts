import { describe, expect, it } from '@jest/globals';
import { entityDrift, undoAndRedo } from '@trellis/subgraph-kit/testing/migration-check';
import { opportunitiesDatabase } from './subgraph.ts';
import { TestOpportunities } from './testing.ts';

const { served } = new TestOpportunities();

describe('the database of opportunities', () => {
  it('has every column that an entity wants', async () => {
    expect(await entityDrift(served.database.ownerUrl, opportunitiesDatabase)).toEqual([]);
  });

  it('can take its newest migration back and make it again', async () => {
    await undoAndRedo(served.database.ownerUrl, opportunitiesDatabase);

    expect(await entityDrift(served.database.ownerUrl, opportunitiesDatabase)).toEqual([]);
  });
});
