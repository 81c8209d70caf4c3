import { beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, headViewer, staffViewer, testPeople, type TestTrust } from '../testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
let trust: TestTrust;
let me: { readonly id: string };
let other: { readonly id: string };

beforeEach(async () => {
  trust = await people.trust('Elm Primary School', 'Oak Primary School', 'Yew Primary School');
  [me, other] = [await people.hire(trust), await people.hire(trust)];
});

/** Opportunities tells of a placement: of two months from now on, unless told otherwise. */
function told(sequence: number, id: string, more: object = {}, type = 'placement.agreed') {
  const days = { startsOn: day(10), endsOn: day(70) };
  const usual = {
    personId: other.id,
    opportunityId: null,
    kind: 'SWAP',
    title: 'To swap',
    ...days,
  };
  const schools = { homeSchoolId: null, hostSchoolId: null, agreementId: null };
  return anEvent({
    ...{ trustId: trust.id, type, aggregateId: id, sequence },
    data: { ...usual, ...schools, ...more },
  });
}

const bring = (...events: ReturnType<typeof anEvent>[]) =>
  worker.bring(people.served.url, 'opportunities', 'people', events);

async function nameSeen(viewer: Viewer, id = other.id) {
  const { _entities } = await people.data<{ _entities: ({ name: string } | null)[] }>(
    viewer,
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { name } } }',
    { of: [{ __typename: 'Person', id }] },
  );
  return _entities[0] !== null;
}

describe('those who swap', () => {
  it('know each other from when one takes it up until it is over', async () => {
    const viewer = staffViewer(trust, me.id);
    const agreementId = newId();
    const [mine, theirs] = [newId(), newId()];
    expect(await nameSeen(viewer)).toBe(false);

    await bring(told(1, mine, { personId: me.id, agreementId }), told(2, theirs, { agreementId }));
    expect(await nameSeen(viewer)).toBe(true);
    expect(await nameSeen(staffViewer(trust, other.id), me.id)).toBe(true);

    await bring(told(3, mine, { personId: me.id, agreementId, endsOn: day(0) }, 'placement.ended'));
    expect(await nameSeen(viewer)).toBe(false);
  });

  it('know each other no more once one gave it up, whatever comes late', async () => {
    const viewer = staffViewer(trust, me.id);
    const agreementId = newId();
    const [mine, theirs] = [newId(), newId()];
    await bring(told(4, mine, { personId: me.id, agreementId }), told(5, theirs, { agreementId }));
    await bring(told(7, theirs, { agreementId }, 'placement.cancelled'));
    await bring(told(6, theirs, { agreementId }, 'placement.scheduled'));

    expect(await nameSeen(viewer)).toBe(false);
  });

  it('know nobody of another swap, nor those who are elsewhere by themselves', async () => {
    const viewer = staffViewer(trust, me.id);
    await bring(told(8, newId(), { personId: me.id, agreementId: newId() }));
    await bring(told(9, newId(), { agreementId: newId() }));
    await bring(told(10, newId(), { personId: me.id }), told(11, newId()));

    expect(await nameSeen(viewer)).toBe(false);
  });
});

describe('the head of a school', () => {
  const schoolAt = (place: number) => trust.schools[place]?.id;

  it('knows who comes, and who came less than a year ago', async () => {
    const head = headViewer(trust, newId(), 1);
    const hostSchoolId = schoolAt(1);
    const id = newId();
    expect(await nameSeen(head)).toBe(false);

    await bring(told(12, id, { hostSchoolId }));
    expect(await nameSeen(head)).toBe(true);
    await bring(told(13, id, { hostSchoolId, startsOn: day(-90), endsOn: day(-30) }));
    expect(await nameSeen(head)).toBe(true);
    await bring(told(14, id, { hostSchoolId, startsOn: day(-400), endsOn: day(-370) }));
    expect(await nameSeen(head)).toBe(false);
  });

  it('knows no guest of another school, and nobody who will not come', async () => {
    const id = newId();
    await bring(told(15, id, { hostSchoolId: schoolAt(1) }));
    expect(await nameSeen(headViewer(trust, newId(), 2))).toBe(false);

    await bring(told(16, id, { hostSchoolId: schoolAt(1) }, 'placement.cancelled'));
    expect(await nameSeen(headViewer(trust, newId(), 1))).toBe(false);
  });
});
