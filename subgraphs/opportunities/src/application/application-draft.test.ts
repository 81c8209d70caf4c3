import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let assistant: Viewer;
let id: string;

const drives = { weight: 'ESSENTIAL', text: 'Can drive a minibus.' };
const led = { weight: 'DESIRABLE', text: 'Has led a trip.' };
const terms = { criteria: [drives, led] };
const driving = { criterion: drives.text, text: 'Since 2019.' };
const leading = { criterion: led.text, text: 'To the Peak District.' };

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  const trustId = newId();
  central = thePeopleTeam(trustId);
  assistant = aMemberOfStaff(trustId);
  id = await test.published(central, { terms });
});

const draftFields = `id version statement savedAt opportunity { id } answers { weight criterion text }`;
const applicationFields = `... on Application { id version state statement answers { weight criterion text } }`;

const save = (viewer: Viewer, input: object): Promise<Outcome> =>
  test.mutate(
    viewer,
    'saveApplicationDraft',
    { opportunityId: id, ...input },
    `... on ApplicationDraft { ${draftFields} } ... on NotOpen { message closesOn }
     ... on AlreadyApplied { application { id } }`,
  );
const submit = (viewer: Viewer, { id: draftId, version }: Partial<Outcome>): Promise<Outcome> =>
  test.mutate(
    viewer,
    'submitApplicationDraft',
    { id: draftId, version },
    `${applicationFields} ... on NotOpen { closesOn } ... on AlreadyApplied { application { id } }
     ... on CriteriaUnanswered { message criteria { weight text } }`,
  );
const discard = (viewer: Viewer, draftId: unknown): Promise<Outcome> =>
  test.mutate(
    viewer,
    'discardApplicationDraft',
    { id: draftId },
    '... on ApplicationDraftDiscarded { id }',
  );

async function mine(viewer: Viewer): Promise<unknown> {
  const query = `query ($id: ID!) { opportunity(id: $id) { myApplicationDraft { ${draftFields} } } }`;
  const { data } = await test.served.ask<{ opportunity: { myApplicationDraft: unknown } }>(
    viewer,
    query,
    { id },
  );
  return data.opportunity.myApplicationDraft;
}

async function draftsOf(viewer: Viewer, personId: unknown): Promise<unknown> {
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
    ... on Person { applicationDrafts { totalCount edges { node { id opportunity { id } answers { text } } } } } } }`;
  const references = [{ __typename: 'Person', id: personId }];
  const { data } = await test.served.ask<{ _entities: { applicationDrafts: unknown }[] }>(
    viewer,
    query,
    { references },
  );
  return data._entities[0]?.applicationDrafts;
}

describe('a draft of an application', () => {
  it('is kept with what was said so far to each criterion, and saved again', async () => {
    const first = await save(assistant, { statement: 'I teach phonics.', answers: [leading] });
    expect(first).toMatchObject({
      ...{ result: 'ApplicationDraft', version: 1, statement: 'I teach phonics.' },
      ...{ savedAt: '2026-05-12T09:00:00.000Z', opportunity: { id } },
      answers: [
        { weight: 'ESSENTIAL', criterion: drives.text, text: null },
        { weight: 'DESIRABLE', criterion: led.text, text: leading.text },
      ],
    });

    test.clock.set('2026-05-13T09:00:00Z');
    await save(assistant, { version: 1, answers: [driving, leading] });

    expect(await mine(assistant)).toMatchObject({
      ...{ id: first.id, version: 2, statement: null, savedAt: '2026-05-13T09:00:00.000Z' },
      answers: [{ text: driving.text }, { text: leading.text }],
    });
  });

  it('is handed in when it is ready, and gone then', async () => {
    const draft = await save(assistant, { statement: 'Me.', answers: [driving, leading] });

    expect(await submit(assistant, draft)).toMatchObject({
      ...{ result: 'Application', state: 'SUBMITTED', statement: 'Me.', version: 1 },
      answers: [
        { weight: 'ESSENTIAL', criterion: drives.text, text: driving.text },
        { weight: 'DESIRABLE', criterion: led.text, text: leading.text },
      ],
    });
    expect(await mine(assistant)).toBeNull();
  });

  it('is not handed in before each essential criterion has an answer that is not blank', async () => {
    const draft = await save(assistant, {
      answers: [leading, { criterion: drives.text, text: ' \n' }],
    });

    expect(await submit(assistant, draft)).toMatchObject({
      result: 'CriteriaUnanswered',
      criteria: [drives],
    });
    expect(await mine(assistant)).toMatchObject({ id: draft.id, version: 1 });
    expect(await test.apply(assistant, id, { answers: [leading] })).toMatchObject({
      result: 'CriteriaUnanswered',
    });
  });

  it('says what a criterion that was amended meanwhile still needs, and loses nothing', async () => {
    const draft = await save(assistant, { answers: [driving] });
    const criteria = [{ weight: 'ESSENTIAL', text: 'Can drive a coach.' }];
    await test.amend(central, { id, version: 2, terms: { criteria } });

    expect(await mine(assistant)).toMatchObject({
      answers: [
        { weight: 'ESSENTIAL', criterion: 'Can drive a coach.', text: null },
        { weight: null, criterion: drives.text, text: driving.text },
      ],
    });
    expect(await submit(assistant, draft)).toMatchObject({
      result: 'CriteriaUnanswered',
      criteria,
    });
  });

  it('may be begun before the opportunity opens, and is handed in once it has', async () => {
    id = await test.published(central, { opensOn: '2026-05-20' });
    const draft = await save(assistant, { statement: 'Early.' });

    expect(await submit(assistant, draft)).toMatchObject({ result: 'NotOpen' });
    test.clock.set('2026-05-20T09:00:00Z');
    expect(await submit(assistant, draft)).toMatchObject({ result: 'Application' });
  });

  it('is too late after the closing day, of which it says the date, and stays', async () => {
    const draft = await save(assistant, { answers: [driving] });
    test.clock.set('2026-06-01T09:00:00Z');

    const late = { result: 'NotOpen', closesOn: '2026-05-31' };
    expect(await submit(assistant, draft)).toMatchObject(late);
    expect(await save(assistant, { version: 1, answers: [driving, leading] })).toMatchObject(late);
    expect(await mine(assistant)).toMatchObject({ id: draft.id, version: 1 });
  });

  it('is not begun where one has applied, and is gone once one applies without it', async () => {
    await save(assistant, { statement: 'Half a thought.' });
    const { id: applied } = await test.apply(assistant, id, { answers: [driving] });

    expect(await mine(assistant)).toBeNull();
    expect(await save(assistant, { statement: 'More.' })).toMatchObject({
      result: 'AlreadyApplied',
      application: { id: applied },
    });
  });

  it('is handed in once, of two who hand it in at once', async () => {
    const draft = await save(assistant, { answers: [driving] });
    const handIn = () => submit(assistant, draft);

    const outcomes = await atOnce(test.served.database.name, 'application_draft', [handIn, handIn]);

    expect(outcomes.map(({ result }) => result).sort()).toEqual(['Application', 'NOT_FOUND']);
  });

  it('conflicts with what was saved elsewhere meanwhile', async () => {
    const [desk, phone] = await atOnce(test.served.database.name, 'application_draft', [
      () => save(assistant, { statement: 'At my desk.' }),
      () => save(assistant, { statement: 'On my phone.' }),
    ]);
    const results = [desk?.result, phone?.result].sort();

    expect(results).toEqual(['ApplicationDraft', 'CONFLICT']);
    expect(await save(assistant, { version: 7 })).toMatchObject({
      ...{ result: 'CONFLICT', currentVersion: 1 },
    });
    expect(await submit(assistant, { ...(desk?.id ? desk : phone), version: 9 })).toMatchObject({
      result: 'CONFLICT',
    });
  });

  it('is thrown away, once', async () => {
    const draft = await save(assistant, { statement: 'No.' });

    expect(await discard(assistant, draft.id)).toMatchObject({ id: draft.id });
    expect(await mine(assistant)).toBeNull();
    expect(await discard(assistant, draft.id)).toMatchObject({ result: 'NOT_FOUND' });
  });

  it('has answers of at most 4,000 characters, one for each criterion', async () => {
    const long = { criterion: led.text, text: 'x'.repeat(4_001) };
    for (const answers of [[long], [leading, leading], Array.from({ length: 41 }, () => leading)]) {
      const refused = { result: 'BAD_USER_INPUT' };
      expect(await save(assistant, { answers })).toMatchObject(refused);
      expect(await test.apply(assistant, id, { answers })).toMatchObject(refused);
    }
  });
});

describe('whose a draft is', () => {
  it('is its writer’s alone, whatever others may read', async () => {
    const draft = await save(assistant, { statement: 'Not yet for you.', answers: [driving] });
    const own = { totalCount: 1, edges: [{ node: { id: draft.id, opportunity: { id } } }] };
    const colleague = aMemberOfStaff(assistant.trustId);

    expect(await draftsOf(assistant, assistant.personId)).toMatchObject(own);
    for (const other of [central, colleague, thePeopleTeam(newId())]) {
      expect(await draftsOf(other, assistant.personId)).toBeNull();
      expect(await submit(other, draft)).toMatchObject({ result: 'NOT_FOUND' });
      expect(await discard(other, draft.id)).toMatchObject({ result: 'NOT_FOUND' });
    }
    expect(await mine(central)).toBeNull();
    const { data } = await test.served.ask(
      central,
      'query ($id: ID!) { opportunity(id: $id) { applications { totalCount } } }',
      { id },
    );
    expect(data).toEqual({ opportunity: { applications: { totalCount: 0 } } });
  });

  it('is held by the database, whatever a statement leaves out', async () => {
    await save(assistant, { statement: 'Mine.' });
    const count = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows('SELECT id FROM application_draft'));

    expect(await count(assistant)).toHaveLength(1);
    expect(await count(central)).toEqual([]);
    expect(await count({ ...assistant, trustId: newId() })).toEqual([]);
  });

  it('is no API key’s, which is nobody', async () => {
    const key = aViewer({ trustId: central.trustId, personId: null, scopes: [...central.scopes] });

    expect(await save(key, {})).toMatchObject({ result: 'FORBIDDEN' });
    expect(await mine(key)).toBeNull();
  });

  it('takes as many statements to read fifty as five', async () => {
    const ids = await inTurn(Array.from({ length: 50 }), () => test.published(central));
    for (const opportunityId of ids) await save(assistant, { opportunityId, statement: 'So far.' });
    const read = (first: number) =>
      test.served.statementsDuring(() =>
        test.served.ask(
          assistant,
          `query ($first: Int) { opportunities(first: $first) { edges { node {
             myApplicationDraft { id answers { text } } applications { edges { node { answers { text } } } } } } } }`,
          { first },
        ),
      );

    expect([await read(5), await read(50)]).toEqual([4, 4]);
  });
});

describe('what was said to the criteria', () => {
  it('is read by the person and those who read applications', async () => {
    const { id: applied } = await test.apply(assistant, id, { answers: [driving] });
    const read = async (viewer: Viewer) =>
      (
        await test.served.ask(
          viewer,
          `query ($references: [_Any!]!) { _entities(representations: $references) {
             ... on Application { answers { criterion text } } } }`,
          { references: [{ __typename: 'Application', id: applied }] },
        )
      ).data['_entities'];

    const said = [driving, { criterion: led.text, text: null }];
    expect(await read(assistant)).toEqual([{ answers: said }]);
    expect(await read(central)).toEqual([{ answers: said }]);
    expect(await read(aMemberOfStaff(assistant.trustId))).toEqual([null]);
  });
});
