import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import {
  aHead,
  aMemberOfStaff,
  type Outcome,
  TestOpportunities,
  thePeopleTeam,
} from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let assistant: Viewer;
let caretaker: Viewer;
let opportunityId: string;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  const trustId = newId();
  central = thePeopleTeam(trustId);
  [assistant, caretaker] = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  for (const { personId } of [assistant, caretaker]) {
    await test.tellOf(trustId, {}, String(personId));
  }
  opportunityId = await test.published(central);
});

const fields = 'id version kind title startsAt places taken cancelledAt myPlace { takenAt }';
const late = '... on TooLateToPrepare { message opportunity: state }';
const anHour = { kind: 'INFORMATION_SESSION', title: 'What it is like', places: 1 };

const offer = (viewer: Viewer, input: object = {}): Promise<Outcome> =>
  test.mutate(
    viewer,
    'offerPreparation',
    { opportunityId, ...anHour, ...input },
    `... on PreparationOffer { ${fields} } ${late}`,
  );
const cancel = (
  viewer: Viewer,
  { id, version }: { readonly id?: string | undefined; readonly version?: number | undefined },
): Promise<Outcome> =>
  test.mutate(
    viewer,
    'cancelPreparation',
    { id, version },
    `... on PreparationOffer { ${fields} }`,
  );
const take = (viewer: Viewer, offerId: unknown): Promise<Outcome> =>
  test.mutate(
    viewer,
    'takePreparationPlace',
    { offerId },
    `... on PreparationOffer { ${fields} } ${late} ... on PreparationOver { message }
     ... on NotMeantForYou { message } ... on PreparationFull { placesTaken }`,
    'PreparationPlaceInput!',
  );
const giveUp = (viewer: Viewer, offerId: unknown): Promise<Outcome> =>
  test.mutate(
    viewer,
    'givePreparationPlaceUp',
    { offerId },
    `... on PreparationOffer { ${fields} }`,
    'PreparationPlaceInput!',
  );

/** What the viewer finds on offer, and who takes part as far as they may know. */
async function shown(viewer: Viewer, participants = '') {
  const query = `query ($id: ID!) { opportunity(id: $id) { preparationOffers {
    totalCount edges { node { ${fields} ${participants} } } } } }`;
  const { data } = await test.served.ask(viewer, query, { id: opportunityId });
  const shape = z.object({
    opportunity: z.object({
      preparationOffers: z.object({
        edges: z.array(
          z.object({
            node: z.looseObject({
              id: z.string(),
              participants: z
                .object({
                  edges: z.array(
                    z.object({ node: z.object({ person: z.object({ id: z.string() }) }) }),
                  ),
                })
                .nullish(),
            }),
          }),
        ),
      }),
    }),
  });
  return shape.parse(data).opportunity.preparationOffers.edges.map(({ node }) => node);
}

async function participants(viewer: Viewer): Promise<string[]> {
  const offers = await shown(viewer, 'participants { edges { node { person { id } } } }');
  return offers.flatMap((one) => one.participants?.edges.map(({ node }) => node.person.id) ?? []);
}

describe('help to get ready', () => {
  it('is offered to everybody whom the opportunity is for, and taken without anybody’s consent', async () => {
    const startsAt = '2026-05-20T15:30:00.000Z';
    const { id } = await offer(central, { places: 20, startsAt, venue: 'The hall' });

    expect(await shown(assistant)).toMatchObject([
      { id, ...anHour, places: 20, taken: 0, startsAt, myPlace: null },
    ]);
    expect(await take(assistant, id)).toMatchObject({
      ...{ result: 'PreparationOffer', taken: 1 },
      myPlace: { takenAt: '2026-05-12T09:00:00.000Z' },
    });
    expect(await take(assistant, id)).toMatchObject({ taken: 1 });
    expect(await shown(caretaker)).toMatchObject([{ taken: 1, myPlace: null }]);
  });

  it('has its last place taken once, of two who take it at once', async () => {
    const { id } = await offer(central);

    const outcomes = await atOnce(test.served.database.name, 'preparation_place', [
      () => take(assistant, id),
      () => take(caretaker, id),
    ]);

    expect(outcomes.map(({ result }) => result).sort()).toEqual([
      ...['PreparationFull', 'PreparationOffer'],
    ]);
  });

  it('has a place free at once when somebody gives theirs up', async () => {
    const { id } = await offer(central);
    await take(assistant, id);
    expect(await take(caretaker, id)).toMatchObject({ result: 'PreparationFull', placesTaken: 1 });

    expect(await giveUp(assistant, id)).toMatchObject({ taken: 0, myPlace: null });
    expect(await giveUp(assistant, id)).toMatchObject({ taken: 0 });

    expect(await take(caretaker, id)).toMatchObject({ taken: 1 });
  });

  it('has a place free when somebody leaves the trust', async () => {
    const { id } = await offer(central);
    await take(assistant, id);

    await test.tellOf(central.trustId, { status: 'LEFT' }, String(assistant.personId));

    expect(await shown(caretaker)).toMatchObject([{ taken: 0 }]);
  });

  it('has room for everybody where nobody said for how many', async () => {
    const { id } = await offer(central, { kind: 'SAMPLE_APPLICATION', places: null });

    await take(assistant, id);
    expect(await take(caretaker, id)).toMatchObject({ places: null, taken: 2 });
  });

  it('is for those whom the opportunity is for, who others may still apply', async () => {
    const { id } = await offer(central);
    const stranger = aMemberOfStaff(central.trustId);

    expect(await take(stranger, id)).toMatchObject({ result: 'NotMeantForYou' });
    expect(await test.apply(stranger, opportunityId)).toMatchObject({ result: 'Application' });
  });

  it('is over once it is cancelled, has begun, or the opportunity is closed', async () => {
    const first = await offer(central);
    await cancel(central, first);
    const { id } = await offer(central, { startsAt: '2026-05-20T15:30:00.000Z' });
    const mentor = await offer(central, { kind: 'MENTOR' });

    expect(await take(assistant, first.id)).toMatchObject({ result: 'PreparationOver' });
    test.clock.set('2026-05-20T15:30:00Z');
    expect(await take(assistant, id)).toMatchObject({ result: 'PreparationOver' });
    test.clock.set('2026-06-01T09:00:00Z');
    const closed = { result: 'TooLateToPrepare', opportunity: 'CLOSED' };
    expect(await take(assistant, mentor.id)).toMatchObject(closed);
    expect(await offer(central)).toMatchObject(closed);
  });

  it('is still seen, cancelled, by those who had a place', async () => {
    const { id } = await offer(central);
    await take(assistant, id);

    expect(await cancel(central, { id, version: 1 })).toMatchObject({ version: 2 });

    expect(await shown(assistant)).toMatchObject([{ cancelledAt: '2026-05-12T09:00:00.000Z' }]);
    expect(await shown(caretaker)).toEqual([]);
    expect(await cancel(central, { id, version: 1 })).toMatchObject({ result: 'CONFLICT' });
  });

  it('is offered by those who answer for the school', async () => {
    const school = test.people.add(central.trustId);
    opportunityId = await test.published(central, { hostSchoolId: school });

    expect(await offer(assistant)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await offer(aHead(central.trustId, newId()))).toMatchObject({ result: 'FORBIDDEN' });
    const made = await offer(aHead(central.trustId, school));
    expect(made).toMatchObject({ result: 'PreparationOffer' });
    expect(await cancel(aHead(central.trustId, newId()), made)).toMatchObject({
      result: 'FORBIDDEN',
    });
  });

  it('is nobody’s of another trust, and no API key takes a place', async () => {
    const { id } = await offer(central);
    const theirs = thePeopleTeam(newId());
    const key = aViewer({ trustId: central.trustId, personId: null, scopes: [...central.scopes] });

    expect(await offer(theirs)).toMatchObject({ result: 'NOT_FOUND' });
    expect(await cancel(theirs, { id, version: 1 })).toMatchObject({ result: 'NOT_FOUND' });
    expect(await take(theirs, id)).toMatchObject({ result: 'NOT_FOUND' });
    expect(await take(key, id)).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('is held by the database to its places and to those whom it is for', async () => {
    const { id } = await offer(central);
    const insert = (person: unknown) =>
      test.within(central, (db) =>
        db.rows(
          `INSERT INTO preparation_place (trust_id, id, offer_id, opportunity_id, person_id, taken_at)
           VALUES ($1, gen_random_uuid(), $2, $3, $4, now())`,
          [central.trustId, id, opportunityId, person],
        ),
      );

    await expect(insert(newId())).rejects.toThrow('for whom it is not meant');
    await insert(assistant.personId);
    await expect(insert(caretaker.personId)).rejects.toThrow('no_more_prepared_than_places');
  });
});

describe('who takes part', () => {
  it('is known to those who answer for the school, and to no colleague', async () => {
    const { id } = await offer(central);
    await take(assistant, id);
    const head = aHead(central.trustId, newId());

    expect(await participants(central)).toEqual([assistant.personId]);
    expect(await participants(head)).toEqual([]);
    expect(await participants(caretaker)).toEqual([]);
  });

  it('is hidden from the panel until its shortlist is locked', async () => {
    const { id } = await offer(central);
    await take(assistant, id);
    const member = thePeopleTeam(central.trustId);
    const memberIds = [String(member.personId), String(caretaker.personId)];
    await test.tellOf(central.trustId, {}, String(member.personId));
    await test.mutate(central, 'appointPanel', { opportunityId, memberIds }, '... on Panel { id }');
    const rows = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows('SELECT person_id FROM preparation_place'));

    expect(await participants(member)).toEqual([]);
    expect(await rows(member)).toEqual([]);
    expect(await rows(central)).toHaveLength(1);
    await test.asOwner(central, (db) =>
      db.rows(
        `UPDATE panel SET scoring_from = now(), locked_at = now(), places = 1, lottery_seed = 'x'
          WHERE opportunity_id = $1`,
        [opportunityId],
      ),
    );
    expect(await participants(member)).toEqual([assistant.personId]);
  });

  it('takes as many statements for twenty offers as for two', async () => {
    const offers = await inTurn(Array.from({ length: 20 }), () => offer(central));
    for (const { id } of offers) await take(assistant, id);
    const read = (first: number) =>
      test.served.statementsDuring(() =>
        test.served.ask(
          central,
          `query ($id: ID!, $first: Int) { opportunity(id: $id) { preparationOffers(first: $first) {
             totalCount edges { node { myPlace { id } participants { totalCount edges { node { person { id } } } } } } } } }`,
          { id: opportunityId, first },
        ),
      );

    expect([await read(2), await read(20)]).toEqual([6, 6]);
  });
});
