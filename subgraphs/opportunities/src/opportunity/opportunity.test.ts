import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trustId: string;
let central: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  central = thePeopleTeam(trustId);
});

const sees = async (viewer: Viewer, id: string | undefined): Promise<boolean> => {
  const one = 'query ($id: ID!) { opportunity(id: $id) { id } }';
  const all = '{ opportunities(first: 100) { edges { node { id } } totalCount } }';
  const { data, errors } = await test.served.ask(viewer, one, { id });
  const listed = JSON.stringify((await test.served.ask(viewer, all)).data).includes(String(id));
  if (listed !== (data['opportunity'] !== null)) throw new Error('list and field disagree');
  if (!listed) expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  return listed;
};

describe('writing a draft', () => {
  it('is for all staff unless it says otherwise', async () => {
    expect(await test.create(central)).toMatchObject({
      result: 'Opportunity',
      state: 'DRAFT',
      isOpen: false,
      version: 1,
      publishedAt: null,
      audience: { version: 2, staffGroups: [], roleCodes: [] },
    });
  });

  it('shows the audience as it was written and bars nobody by it', async () => {
    const reason = 'It builds on work with small groups.';
    const audience = { staffGroups: ['TEACHING_ASSISTANT'], roleCodes: ['TASS'], reason };
    const id = await test.published(central, { audience });

    const shown = await test.served.ask(
      aMemberOfStaff(trustId),
      'query ($id: ID!) { opportunity(id: $id) { audience { version staffGroups roleCodes reason } } }',
      { id },
    );

    expect(shown.data['opportunity']).toEqual({ audience: { version: 2, ...audience } });
    expect(await test.apply(aMemberOfStaff(trustId), id)).toMatchObject({ result: 'Application' });
  });

  it('is refused when it would close before it opens, and takes a single day', async () => {
    const days = { opensOn: '2026-06-02', closesOn: '2026-06-01' };

    expect(await test.create(central, days)).toMatchObject({
      result: 'ClosesBeforeOpening',
      earliestClosesOn: '2026-06-02',
    });
    expect(await test.create(central, { ...days, closesOn: '2026-06-02' })).toMatchObject({
      result: 'Opportunity',
    });
  });

  it('needs a title that is not blank and of at most 200 characters', async () => {
    for (const title of ['', '  ', 'x'.repeat(201)]) {
      expect(await test.create(central, { title })).toMatchObject({ result: 'BAD_USER_INPUT' });
    }
  });

  it('is for those alone who may publish', async () => {
    const { id = '' } = await test.create(central);
    const finance = aViewer({ trustId, allPlaces: true, scopes: ['opportunity:read'] });
    const outcomes = [
      await test.create(finance),
      await test.edit(finance, { id, version: 1 }),
      await test.publish(finance, { id, version: 1 }),
    ];

    expect(outcomes.map(({ result }) => result)).toEqual(Array(3).fill('FORBIDDEN'));
  });
});

describe('offering for a school', () => {
  it('is for its own head and for the central team', async () => {
    const [school, other] = [test.people.add(trustId), test.people.add(trustId)];
    const head = aHead(trustId, school);

    const outcomes = [
      await test.create(head, { hostSchoolId: school }),
      await test.create(head, { hostSchoolId: other }),
      await test.create(central, { hostSchoolId: other }),
    ];

    expect(outcomes.map(({ result }) => result)).toEqual([
      'Opportunity',
      'FORBIDDEN',
      'Opportunity',
    ]);
  });

  it('is for the central team alone when there is no host school', async () => {
    const head = aHead(trustId, test.people.add(trustId));

    expect(await test.create(head)).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('cannot be published or edited by the head of another school', async () => {
    const school = test.people.add(trustId);
    const id = await test.published(central, { hostSchoolId: school });
    const head = aHead(trustId, test.people.add(trustId));

    expect(await test.publish(head, { id, version: 2 })).toMatchObject({ result: 'FORBIDDEN' });
    expect(await test.edit(head, { id, version: 2 })).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('answers a school or network of another trust as one that does not exist', async () => {
    const elsewhere = test.people.add(newId());

    for (const id of [elsewhere, newId(), 'not an id']) {
      const asked = test.served.statementsDuring(async () => {
        expect(await test.create(central, { hostSchoolId: id })).toMatchObject({
          result: 'NOT_FOUND',
        });
        expect(await test.create(central, { networkId: id })).toMatchObject({
          result: 'NOT_FOUND',
        });
      });
      expect(await asked).toBe(0); // people was asked before a connection was taken
    }
  });
});

describe('a draft', () => {
  it('is seen by the central team, the head of its school and its author, and by nobody else', async () => {
    const school = test.people.add(trustId);
    const author = aHead(trustId, school);
    const { id } = await test.create(author, { hostSchoolId: school });

    expect(await sees(author, id)).toBe(true);
    expect(await sees({ ...author, placeIds: [] }, id)).toBe(true);
    expect(await sees(aHead(trustId, school), id)).toBe(true);
    expect(await sees(central, id)).toBe(true);
    expect(await sees(aHead(trustId, newId()), id)).toBe(false);
    expect(await sees(aMemberOfStaff(trustId), id)).toBe(false);
    expect(await sees({ ...author, scopes: new Set(['opportunity:read']) }, id)).toBe(false);
    expect(
      await sees(aViewer({ trustId, allPlaces: true, scopes: ['opportunity:read'] }), id),
    ).toBe(false);
  });

  it('is seen by all staff once it is published', async () => {
    const id = await test.published(central);

    expect(await sees(aMemberOfStaff(trustId), id)).toBe(true);
  });

  it('is a missing opportunity to those who do not see it, also when they change it', async () => {
    const draft = await test.create(central);
    const head = aHead(trustId, newId());

    expect(await test.publish(head, draft)).toMatchObject({ result: 'NOT_FOUND' });
    expect(await test.apply(aMemberOfStaff(trustId), draft.id ?? '')).toMatchObject({
      result: 'NOT_FOUND',
    });
  });

  it('can be filled in bit by bit; what is not given stays and null takes it away', async () => {
    const draft = await test.create(central, { summary: null, opensOn: null });
    const edited = await test.edit(central, { id: draft.id, version: 1, summary: 'One term.' });
    const emptied = await test.edit(central, { id: draft.id, version: 2, closesOn: null });

    expect(edited).toMatchObject({ version: 2, summary: 'One term.', closesOn: '2026-05-31' });
    expect(emptied).toMatchObject({ version: 3, summary: 'One term.', closesOn: null });
  });

  it('cannot be edited so that it closes before it opens', async () => {
    const { id } = await test.create(central);

    expect(await test.edit(central, { id, version: 1, closesOn: '2026-04-30' })).toMatchObject({
      result: 'ClosesBeforeOpening',
      earliestClosesOn: '2026-05-01',
    });
  });

  it('cannot be edited once everybody has seen it', async () => {
    const id = await test.published(central);

    expect(await test.edit(central, { id, version: 2, title: 'Other' })).toMatchObject({
      result: 'OpportunityNotEditable',
      state: 'PUBLISHED',
    });
  });
});

describe('publishing', () => {
  it('says what is missing, and nothing is published', async () => {
    const draft = await test.create(central, { summary: ' ', opensOn: null, closesOn: null });

    expect(await test.publish(central, draft)).toMatchObject({
      result: 'OpportunityNotPublishable',
      missing: ['summary', 'opensOn', 'closesOn'],
    });
    expect(await sees(aMemberOfStaff(trustId), draft.id)).toBe(false);
  });

  it('is refused when the closing day is over, and not on the closing day itself', async () => {
    const draft = await test.create(central, { closesOn: '2026-05-12' });
    test.clock.set('2026-05-12T23:00:00Z'); // midnight in summer
    const late = await test.publish(central, draft);
    test.clock.set('2026-05-12T22:59:59Z');

    expect(late).toMatchObject({ result: 'ClosingDayOver', closedOn: '2026-05-12' });
    expect(await test.publish(central, draft)).toMatchObject({ state: 'PUBLISHED', isOpen: true });
  });

  it('is refused for what is published already, with where it may go instead', async () => {
    const id = await test.published(central);

    expect(await test.publish(central, { id, version: 2 })).toMatchObject({
      result: 'IllegalTransition',
      from: 'PUBLISHED',
      legal: ['CLOSED', 'WITHDRAWN'],
    });
  });

  it('conflicts with a change that the publisher has not read, and tells the current version', async () => {
    const draft = await test.create(central);
    await test.edit(central, { id: draft.id, version: 1, title: 'Other' });

    expect(await test.publish(central, draft)).toMatchObject({
      result: 'CONFLICT',
      currentVersion: 2,
    });
  });

  it('happens once when two publish at once', async () => {
    const draft = await test.create(central);
    const publish = () => test.publish(central, draft);

    const outcomes = await atOnce(test.served.database.name, 'opportunity', [publish, publish]);

    expect(outcomes.map(({ result }) => result).sort()).toEqual(['CONFLICT', 'Opportunity']);
    expect(outcomes.find(({ result }) => result === 'CONFLICT')).toMatchObject({
      currentVersion: 2,
    });
  });
});

describe('a published opportunity', () => {
  it('is closed once its closing day is over in England, with no job that closes it', async () => {
    const id = await test.published(central, { closesOn: '2026-05-31' });
    const standing = async (instant: string) => {
      test.clock.set(instant);
      const one = 'query ($id: ID!) { opportunity(id: $id) { state isOpen } }';
      return (await test.served.ask(central, one, { id })).data['opportunity'];
    };

    expect(await standing('2026-04-30T22:59:59Z')).toEqual({ state: 'PUBLISHED', isOpen: false });
    expect(await standing('2026-04-30T23:00:00Z')).toEqual({ state: 'PUBLISHED', isOpen: true });
    expect(await standing('2026-05-31T22:59:59Z')).toEqual({ state: 'PUBLISHED', isOpen: true });
    expect(await standing('2026-05-31T23:00:00Z')).toEqual({ state: 'CLOSED', isOpen: false });
  });
});
