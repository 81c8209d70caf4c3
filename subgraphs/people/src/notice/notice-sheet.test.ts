import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, staffViewer, testPeople, type TestTrust } from '../testing.ts';
import { TestNotices } from './testing.ts';

const people = testPeople();

const head = (trust: TestTrust, personId: string, school = 0): Viewer =>
  aViewer({
    ...{ trustId: trust.id, personId, placeIds: [trust.schools[school]?.id ?? ''] },
    scopes: ['staff:read', 'notice:tell'],
  });

const sheetQuery = `query ($id: ID!) { noticeSheet(schoolId: $id) { school { id } printedOn html text
  toTell(first: 10) { totalCount edges { node { title person { id } } } } } }`;

interface Sheet {
  readonly html: string;
  readonly text: string;
  readonly toTell: { readonly edges: { readonly node: { readonly person: object } }[] };
}

async function sheetOf(notices: TestNotices, viewer = notices.team, school = 0): Promise<Sheet> {
  const id = notices.trust.schools[school]?.id;
  return (await people.data<{ noticeSheet: Sheet }>(viewer, sheetQuery, { id })).noticeSheet;
}

const toTell = (sheet: Sheet) => sheet.toTell.edges.map(({ node }) => node.person);

const confirmation = `mutation ($input: ConfirmToldInPersonInput!) {
  done: confirmToldInPerson(input: $input) { __typename
    ... on Notice { reachedBy reachedAt } ... on Refusal { message } } }`;

/** Somebody without a mailbox who has a notice, and a head. */
async function told(...names: string[]) {
  const notices = new TestNotices(people, await people.trust(...names));
  const [person, headId] = [await notices.hire({ workEmail: null }), await notices.hire()];
  await notices.tell([person, headId]);
  const { id: noticeId } = await notices.only(person);
  return { notices, person, headId, noticeId };
}

describe('the sheet of a staff room', () => {
  it('has each thing once for those without a mailbox, and names nobody', async () => {
    const { notices, person, headId } = await told();
    const other = await notices.hire({ workEmail: null, familyName: 'Quill' });
    const about = { type: 'Opportunity', id: newId(), version: 1 };
    const more = { about, title: 'Visit <Birch> & see', closesOn: day(9) };
    await notices.tell([person, other, headId], more);

    const sheet = await sheetOf(notices, head(notices.trust, headId));

    expect(sheet.text.match(/Visit/g)).toHaveLength(1);
    expect(sheet.text).toContain('Lead phonics\nFor a year.');
    expect(sheet.text).toContain('Closes on');
    expect(sheet.html).toContain('<h2>Visit &lt;Birch&gt; &amp; see</h2>');
    expect(sheet.html + sheet.text).not.toContain('Quill');
    expect(toTell(sheet)).toHaveLength(3);
    expect(toTell(sheet)).not.toContainEqual({ id: headId });
  });

  it('has nothing of what was read, is over, or is for staff of another school', async () => {
    const { notices, person } = await told('Alder', 'Birch');
    const [away, elsewhere] = [
      await notices.hire({ workEmail: null }),
      await notices.hire({ workEmail: null, posts: [{ school: 1 }] }),
    ];
    await notices.away(away, day(-3), day(3));
    await notices.tell([person], { title: 'Over', closesOn: day(-1) });
    await notices.tell([away, elsewhere], { title: 'Not here' });
    expect(toTell(await sheetOf(notices))).toEqual([{ id: person }]);
    const [, first] = await notices.of(person);

    await notices.read(person, first?.id ?? '');

    const sheet = await sheetOf(notices);
    expect(sheet.text).toContain('There is nothing new.');
    expect(toTell(sheet)).toEqual([]);
    expect(toTell(await sheetOf(notices, notices.team, 1))).toEqual([{ id: elsewhere }]);
  });

  it('is for whoever answers for the school', async () => {
    const { notices, headId } = await told('Alder', 'Birch');
    const id = notices.trust.schools[0]?.id;
    const stranger = { ...notices.team, trustId: newId() };
    const other = head(notices.trust, headId, 1);

    for (const viewer of [stranger, other]) {
      expect(await people.codes(viewer, sheetQuery, { id })).toEqual(['NOT_FOUND']);
    }
    const staff = staffViewer(notices.trust, headId);
    expect(await people.codes(staff, sheetQuery, { id })).toEqual(['FORBIDDEN']);
  });
});

describe('being told in person', () => {
  it('counts as delivered once a named colleague is on record', async () => {
    const { notices, person, headId, noticeId } = await told();
    const viewer = head(notices.trust, headId);
    const input = { noticeId, toldById: headId, toldOn: day(0) };

    const first = await people.data(viewer, confirmation, { input });
    const again = await people.data(viewer, confirmation, {
      input: { ...input, toldById: await notices.hire() },
    });

    expect(first).toMatchObject({ done: { __typename: 'Notice', reachedBy: 'PRINT' } });
    expect(again).toEqual(first);
    const { history } = await notices.only(person);
    expect(history.filter(({ state }) => state === 'TOLD_IN_PERSON')).toHaveLength(1);
    expect((await notices.events(person)).at(-1)).toMatchObject({
      type: 'notice.reached',
      data: { channel: 'PRINT', personId: person },
    });
    expect(toTell(await sheetOf(notices))).toEqual([]);
  });

  it('is also a way for those whose e-mail has not gone', async () => {
    const { notices, person, headId } = await told();
    const { id: noticeId } = await notices.only(headId);
    const input = { noticeId, toldById: person, toldOn: day(0) };

    expect(await people.data(notices.team, confirmation, { input })).toMatchObject({
      done: { reachedBy: 'PRINT' },
    });
  });

  it('is by somebody else, who was employed that day', async () => {
    const { notices, person, noticeId } = await told();
    const contract = { startsOn: day(-90), endsOn: day(-1) };
    const leaver = await notices.hire({ contract });

    for (const toldById of [person, leaver, newId(), 'x']) {
      const input = { noticeId, toldById, toldOn: day(0) };
      expect(await people.data(notices.team, confirmation, { input })).toMatchObject({
        done: { __typename: 'NotAColleague' },
      });
    }
    expect((await notices.only(person)).reachedBy).toBeNull();
  });

  it('is on a day between the notice and today', async () => {
    const { notices, headId, noticeId } = await told();

    for (const toldOn of [day(-1), day(1)]) {
      const input = { noticeId, toldById: headId, toldOn };
      expect(await people.codes(notices.team, confirmation, { input })).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is noted by whoever answers for a school of the person', async () => {
    const { notices, headId, noticeId } = await told('Alder', 'Birch');
    const input = { noticeId, toldById: headId, toldOn: day(0) };
    const stranger = { ...notices.team, trustId: newId() };

    for (const viewer of [stranger, head(notices.trust, headId, 1)]) {
      expect(await people.codes(viewer, confirmation, { input })).toEqual(['NOT_FOUND']);
    }
  });
});
