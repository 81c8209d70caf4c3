import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { buildASTSchema, getNamedType, isObjectType, parse } from 'graphql';
import { TestConversations } from '../conversation/testing.ts';
import { testPeople } from '../testing.ts';
import { AspirationKind } from './aspiration.types.ts';

const people = testPeople();

/** Everything that is told of somebody, or counted, and could be better or worse. */
const told = `query ($id: ID!) {
  person(id: $id) { conversationDue { state dueOn offeredOn nudgedOn }
    nextSteps { pathwayCode from { code } to { code track } missingCount typicalMonths fundingRoutes
      needs { answer reason need { kind text } } source } }
  conversationCoverage(by: STAFF_GROUP) { group inTime overdue }
  conversationOutcomes { held declined withLink followed actionsDue actionsInTime medianGapDays }
  conversationsDue { totalCount edges { node { state dueOn offeredOn } } }
  staffGroupOutlooks { code stepsToday } }`;

/** A trust in which somebody hopes for something of a kind and talks with their manager about it. */
async function hopes(kind: AspirationKind) {
  const trust = await people.trust();
  const talks = new TestConversations(people, trust);
  const { person, manager, personId } = await talks.pair();
  await people.data(
    person,
    `mutation ($input: WriteAspirationInput!) { writeAspiration(input: $input) { __typename } }`,
    {
      input: { kind, horizon: 'LATER', text: 'x', sharedWith: ['MANAGER', 'PEOPLE_TEAM', 'TRUST'] },
    },
  );
  const talk = await talks.held(person);
  await talks.change(manager, 'agree', await talks.change(person, 'agree', talk));
  const scopes = new Set([...trust.central.scopes, 'conversation:read', 'aspiration:read']);
  const team: Viewer = { ...trust.central, scopes, personId: manager.personId };
  return { trust, person, manager, personId, team };
}

describe('to stay and go deeper', () => {
  it.each(Object.values(AspirationKind))(
    'is as good an answer as %s: no report, list, due day or next step is other for it',
    async (kind) => {
      const [stays, other] = [await hopes(AspirationKind.STAY_AND_DEEPEN), await hopes(kind)];

      for (const who of ['person', 'manager', 'team'] as const) {
        const [one, two] = [stays[who], other[who]];
        const [left, right] = [
          await people.served.ask(one, told, { id: stays.personId }),
          await people.served.ask(two, told, { id: other.personId }),
        ];
        expect(left.data).toEqual(right.data);
      }
    },
  );

  it('is listed in the order in which hopes were written, as every other', async () => {
    const { trust, person, personId } = await hopes(AspirationKind.LEAD);
    for (const kind of [AspirationKind.STAY_AND_DEEPEN, AspirationKind.STUDY]) {
      await people.db.as(person, () =>
        people.db.rows(
          `INSERT INTO aspiration (trust_id, id, person_id, kind, horizon, text, shared_with)
           VALUES ($1, $2, $3, $4, 'THIS_YEAR', '', '{}')`,
          [trust.id, newId(), personId, kind],
        ),
      );
    }

    expect(
      await people.data(person, 'query ($id: ID!) { person(id: $id) { aspirations { kind } } }', {
        id: personId,
      }),
    ).toEqual({
      person: { aspirations: [{ kind: 'STUDY' }, { kind: 'STAY_AND_DEEPEN' }, { kind: 'LEAD' }] },
    });
  });

  it('has no number and no order in the schema: hopes are text, days and whose they are', () => {
    const schema = buildASTSchema(
      parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
      { assumeValidSDL: true },
    );
    const numbers = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => /^(Aspiration|CareerConversation|ConversationNote)$/.test(name))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => /^(Int|Float)$/.test(getNamedType(field.type).name));

    expect(numbers.map(({ type, field }) => `${type.name}.${field.name}`).toSorted()).toEqual([
      ...['Aspiration.version', 'CareerConversation.version', 'ConversationNote.version'],
    ]);
    const orders = Object.keys(schema.getTypeMap()).filter((name) => /Order/.test(name));
    expect(orders.filter((name) => /Aspiration|Conversation/.test(name))).toEqual([]);
    const askedBy = Object.values(schema.getTypeMap()).filter((type) =>
      type.name.endsWith('Filter')
        ? JSON.stringify(type.astNode).includes('AspirationKind')
        : false,
    );
    expect(askedBy).toEqual([]);
  });
});
