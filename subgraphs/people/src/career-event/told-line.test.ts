import { describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { LineSource } from '../career-line/testing.ts';
import { staffViewer, testPeople, type TestTrust } from '../testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);

const project = { kind: 'PROJECT', title: 'Reading for all', startsOn: '2026-01-05', endsOn: null };

/** Titles of what is kept of somebody, as far as they may read it themselves; gone ones in brackets. */
async function kept(trust: TestTrust, personId: string): Promise<string[]> {
  const rows = await people.db.as(staffViewer(trust, personId), () =>
    people.db.rows<{ title: string; gone: boolean }>(
      `SELECT coalesce(title, '?') AS title, taken_back_on IS NOT NULL AS gone FROM career_line
        WHERE trust_id = $1 AND person_id = $2 ORDER BY title`,
      [trust.id, personId],
    ),
  );
  return rows.map(({ title, gone }) => (gone ? `(${title})` : title));
}

async function begin() {
  const trust = await people.trust();
  const { id: personId } = await people.hire(trust);
  return { trust, personId, source: new LineSource(people, worker, trust) };
}

describe('a line of a career record that another subgraph tells of', () => {
  it('is as it was told last, however often and in whatever order that comes', async () => {
    const { trust, personId, source } = await begin();
    const id = newId();
    const first = source.changed(id, { ...project, personId });
    const second = source.changed(id, { ...project, personId, title: 'Reading for everybody' });

    await source.bring(second);
    await source.bring(first, first);
    await source.bring(second);
    expect(await kept(trust, personId)).toEqual(['Reading for everybody']);
  });

  it('goes when it came to nothing, even where that overtakes it, and may be there again', async () => {
    const { trust, personId, source } = await begin();
    const [early, late] = [newId(), newId()];
    const told = source.changed(early, { ...project, personId });
    await source.bring(source.removed(early, personId));
    await source.bring(told);
    await source.bring(source.changed(late, { ...project, personId, title: 'Late' }));
    await source.bring(source.removed(late, personId));
    expect(await kept(trust, personId)).toEqual(['(?)', '(Late)']);

    await source.bring(source.changed(late, { ...project, personId, title: 'Late after all' }));
    expect(await kept(trust, personId)).toEqual(['(?)', 'Late after all']);
  });

  it('is another’s from another source, and of another person when that is told', async () => {
    const { trust, personId, source } = await begin();
    const { id: otherId } = await people.hire(trust);
    const study = new LineSource(people, worker, trust, 'study');
    const id = newId();
    await source.bring(source.changed(id, { ...project, personId }));
    await study.bring(study.changed(id, { ...project, personId, kind: 'STUDY', title: 'NPQ' }));
    expect(await kept(trust, personId)).toEqual(['NPQ', 'Reading for all']);

    await source.bring(source.changed(id, { ...project, personId: otherId }));
    expect(await kept(trust, personId)).toEqual(['NPQ']);
    expect(await kept(trust, otherId)).toEqual(['Reading for all']);
  });

  it('is refused where it makes no sense, and what is right beside it is taken', async () => {
    const { trust, personId, source } = await begin();
    const good = source.changed(newId(), { ...project, personId });
    const [turned, endless, nobody] = [
      { endsOn: '2025-01-01' },
      { title: '' },
      { personId: 'x' },
    ].map((wrong) => {
      const event = source.changed(newId(), { ...project, personId });
      return { ...event, data: { ...event.data, ...wrong } };
    });
    if (!turned || !endless || !nobody) throw new Error('there are three');
    const receipt = await source.bring(turned, good, endless, nobody);

    const refused = [turned, endless, nobody].map(({ id }) => id);
    expect(receipt.refused.map(({ id }) => id)).toEqual(refused);
    expect(await kept(trust, personId)).toEqual(['Reading for all']);
  });

  it('is read by nobody else, and written by no hand, whatever the service asks for', async () => {
    const { trust, personId, source } = await begin();
    const { id: fellowId } = await people.hire(trust);
    await source.bring(source.changed(newId(), { ...project, personId }));

    for (const viewer of [staffViewer(trust, fellowId), trust.central]) {
      const seen = people.db.as(viewer, () =>
        people.db.rows('SELECT id FROM career_line WHERE trust_id = $1', [trust.id]),
      );
      expect(await seen).toEqual([]);
    }
    const overwrite = people.db.as(staffViewer(trust, personId), () =>
      people.db.rows(
        `WITH touched AS (UPDATE career_line SET title = 'King' WHERE trust_id = $1 RETURNING id),
              gone AS (DELETE FROM career_line WHERE trust_id = $1 RETURNING id)
         SELECT id FROM touched UNION ALL SELECT id FROM gone`,
        [trust.id],
      ),
    );
    expect(await overwrite).toEqual([]);
    expect(await kept(trust, personId)).toEqual(['Reading for all']);
  });
});
