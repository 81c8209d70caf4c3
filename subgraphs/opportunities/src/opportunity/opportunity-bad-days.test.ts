import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { HistoryService } from '../history/history.service.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { OpportunityState } from './opportunity-state.types.ts';

const test = new TestOpportunities();
let central: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  central = thePeopleTeam(newId());
});

interface Shown {
  readonly version: number;
  readonly state: string;
  readonly fairnessWindow: {
    readonly earliestDecisionOn: string | null;
    readonly blockers: readonly { readonly code: string; readonly holds: boolean }[];
  };
}

const shown = async (id: string) => {
  const { data } = await test.served.ask<{ opportunity: Shown }>(
    central,
    `query ($id: ID!) { opportunity(id: $id) { version state
       fairnessWindow { earliestDecisionOn blockers { code holds } } } }`,
    { id },
  );
  return data.opportunity;
};

describe('an audience of nobody', () => {
  it('is said to its author as something to know, and holds nothing', async () => {
    await test.tellOf(central.trustId);
    const audience = { roleCodes: ['NONE'], reason: 'A slip of the pen.' };
    const id = await test.published(central, { audience });
    const { blockers } = (await shown(id)).fairnessWindow;

    expect(blockers).toContainEqual({ code: 'NOBODY_ELIGIBLE', holds: false });
    expect(blockers.filter(({ holds }) => holds)).toEqual([{ code: 'STILL_OPEN', holds: true }]);
  });
});

describe('closing before opening', () => {
  const turned = { opensOn: '2026-05-20', closesOn: '2026-05-19' };

  it('is refused of a new draft, of a draft and of what is published, with the first day it might', async () => {
    const refusal = { result: 'ClosesBeforeOpening', earliestClosesOn: '2026-05-20' };
    const id = await test.published(central, { opensOn: '2026-05-20' });
    const { closesOn } = turned;

    expect(await test.create(central, turned)).toMatchObject(refusal);
    const draft = await test.create(central);
    expect(await test.edit(central, { id: draft.id, version: 1, ...turned })).toMatchObject(
      refusal,
    );
    expect(await test.amend(central, { id, version: 2, closesOn })).toMatchObject(refusal);
  });

  it('is not, of one that closes on the day on which it opens', async () => {
    const day = { opensOn: '2026-05-20', closesOn: '2026-05-20' };

    expect(await test.create(central, day)).toMatchObject({ result: 'Opportunity' });
  });
});

describe('an opportunity that is withdrawn', () => {
  it('takes no applications, goes nowhere else, and is still read', async () => {
    const id = await test.published(central);
    await test.move(central, { id, version: 2, to: 'WITHDRAWN' });
    const again = await test.move(central, { id, version: 3, to: 'REOPENED' });

    expect(await test.apply(aMemberOfStaff(central.trustId), id)).toMatchObject({
      result: 'NotOpen',
    });
    expect(again).toMatchObject({ result: 'IllegalTransition', from: 'WITHDRAWN', legal: [] });
    expect(await shown(id)).toMatchObject({ state: 'WITHDRAWN' });
  });
});

describe('an opportunity brought in from elsewhere while it is open', () => {
  const broughtIn = async (closesOn: string) => {
    const past = {
      ...{ id: newId(), kind: OpportunityKind.PROJECT, title: 'A project', summary: 'A term.' },
      ...{ hostSchoolId: null, networkId: null, audienceRoleCodes: [] },
      ...{ opensOn: '2026-05-01', closesOn, state: OpportunityState.PUBLISHED },
      createdById: newId(),
    };
    await test.within(central, (db) =>
      new HistoryService(db).bringInOpportunities(central, [past]),
    );
    return past.id;
  };

  it('is not decided before everybody here has been told, whatever its closing day', async () => {
    const person = await test.tellOf(central.trustId);
    const id = await broughtIn('2026-05-11');

    expect((await shown(id)).fairnessWindow).toEqual({
      earliestDecisionOn: null,
      blockers: [{ code: 'NOT_PUBLISHED', holds: true }],
    });
    const fill = `UPDATE opportunity SET state = 'CLOSED' WHERE trust_id = $1 AND id = $2`;
    const filling = test.within(central, (db) => db.rows(fill, [central.trustId, id]));
    await expect(filling).rejects.toThrow(/before the end of its fairness window/);
    expect(person).not.toBe(id);
  });

  it('is told to everybody by the first amendment, whatever that changes', async () => {
    const person = await test.tellOf(central.trustId);
    const id = await broughtIn('2026-05-31');
    await test.amend(central, { id, version: 1, title: 'A project for all' });
    const notices = await test.within(central, (db) =>
      db.rows(
        'SELECT person_id AS "personId", version FROM opportunity_notice WHERE opportunity_id = $1',
        [id],
      ),
    );

    expect(notices).toEqual([{ personId: person, version: 1 }]);
    expect((await shown(id)).fairnessWindow.blockers.map(({ code }) => code)).toContain(
      'PEOPLE_UNREACHED',
    );
  });
});
