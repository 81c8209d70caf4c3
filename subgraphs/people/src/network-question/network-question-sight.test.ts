import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { teamOf, TestAlliances } from '../alliance/testing.ts';
import { TestOutputs } from '../network-outputs.testing.ts';
import { TestQuestions } from '../network-questions.testing.ts';
import { fellow } from '../networks.testing.ts';
import { endsOfSharing, TestSharedNetworks } from '../shared-networks.testing.ts';
import { testPeople } from '../testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);
const questions = new TestQuestions(people);
const shared = new TestSharedNetworks(people);

const rowsOf = (viewer: Viewer, sql: string, parameters: readonly unknown[] = []) =>
  people.db.as(viewer, () => people.db.rows<Record<string, unknown>>(sql, parameters));
const tables = ['network_question', 'network_answer', 'network_hiding'];
const nothing = async (viewer: Viewer) => {
  for (const table of tables) {
    expect(await rowsOf(viewer, `SELECT trust_id FROM ${table}`)).toEqual([]);
  }
};

describe('who reads a question', () => {
  it('belongs to the network: no office, no colleague and no other trust does', async () => {
    const trust = await people.trust();
    const { networkId, bob, cleo, lead, outsider, outsiderId } = await outputs.network(trust);
    const question = await questions.ask(bob, networkId);
    const answer = await questions.answer(cleo, question);
    await questions.do(lead, 'hideNetworkAnswer', { id: answer.id, reason: 'x' });
    const others = await outputs.network(await people.trust());
    const keeping = { ...fellow(trust, outsiderId), scopes: teamOf(trust).scopes };

    for (const who of [outsider, keeping, teamOf(trust), others.lead]) {
      expect(await questions.seen(who, question)).toBeUndefined();
      await nothing(who);
      const said = { questionId: question.id, text: 'x' };
      const codes = await questions.codes(
        { ...who, scopes: new Set([...who.scopes, 'network:join']) },
        'answerNetworkQuestion',
        said,
      );
      expect(codes).toEqual(['NOT_FOUND']);
    }
    expect(await questions.ask(outsider, networkId)).toMatchObject({ __typename: 'NotInNetwork' });
    const foreign = { networkId, title: 'x' };
    expect(await questions.codes(others.lead, 'askInNetwork', foreign)).toEqual(['NOT_FOUND']);
  });

  it('writes in their own name alone, says row security', async () => {
    const trust = await people.trust();
    const { networkId, bob, cleo, outsider } = await outputs.network(trust);
    const question = await questions.ask(bob, networkId);
    const forge = (who: Viewer) =>
      rowsOf(
        who,
        `INSERT INTO network_question
           (trust_id, id, host_trust_id, network_id, membership_id, title, text, search_text)
         SELECT trust_id, gen_random_uuid(), trust_id, network_id, id, 'x', '', ''
           FROM network_membership WHERE person_id = $1`,
        [bob.personId],
      );
    for (const who of [cleo, outsider]) {
      await expect(forge(who)).rejects.toThrow('row-level security');
    }
    await rowsOf(cleo, "UPDATE network_question SET title = 'x'");
    const hide = rowsOf(
      cleo,
      `INSERT INTO network_hiding
         (trust_id, id, network_id, writer_trust_id, question_id, reason, membership_id)
       SELECT trust_id, gen_random_uuid(), network_id, trust_id, $2, 'x', id
         FROM network_membership WHERE person_id = $1`,
      [cleo.personId, question.id],
    );
    await expect(hide).rejects.toThrow('row-level security');

    expect(await questions.seen(bob, question)).toMatchObject({ title: 'Who has a spare pump?' });
  });
});

describe('questions in a network that is shared with an allied trust', () => {
  const list = `{ sharedNetworks { questions { edges { node { id title } } } } }`;

  it('go both ways between members and guests, who see of each other a card', async () => {
    const { networkId, bob, guest } = await shared.begin();
    const ours = await questions.ask(bob, networkId);
    const theirs = await questions.ask(guest, networkId, { title: 'And gloves?' });
    await questions.answer(guest, ours, 'In Birch.');
    const helpful = await questions.answer(bob, theirs, 'In Alder.');
    const mark = { questionId: theirs.id, answerId: helpful.id };
    await questions.do(guest, 'markHelpfulAnswer', mark);

    expect(await questions.seen(guest, ours)).toMatchObject({
      askedBy: { name: 'Bob Smith', person: null, card: { schoolName: 'Alder' } },
      answers: { edges: [{ node: { answeredBy: { name: 'Ada Guest', card: null } } }] },
    });
    expect(await questions.seen(bob, theirs)).toMatchObject({
      ...{ title: 'And gloves?' },
      askedBy: { name: 'Ada Guest', person: null, card: { schoolName: 'Birch' } },
      answers: { edges: [{ node: { text: 'In Alder.', helped: true } }] },
    });
    expect(await people.data(guest, list)).toEqual({
      sharedNetworks: [
        {
          questions: {
            edges: [
              { node: { id: theirs.id, title: 'And gloves?' } },
              { node: { id: ours.id, title: 'Who has a spare pump?' } },
            ],
          },
        },
      ],
    });
  });

  it('of guests are hidden by who leads the network, for both sides', async () => {
    const { theirs, networkId, bob, lead, guest } = await shared.begin();
    const second = await shared.guest(theirs, networkId);
    const question = await questions.ask(guest, networkId);
    await questions.do(lead, 'hideNetworkQuestion', { id: question.id, reason: 'An advert.' });

    expect(await questions.seen(guest, question)).toMatchObject({ hiddenReason: 'An advert.' });
    for (const who of [bob, second]) expect(await questions.seen(who, question)).toBeUndefined();
    const other = await questions.ask(bob, networkId);
    expect(
      await questions.codes(guest, 'hideNetworkQuestion', { id: other.id, reason: 'x' }),
    ).toEqual(['FORBIDDEN']);
  });

  it('reach nobody else there, whatever is asked of the database', async () => {
    const { ours, theirs, networkId, bob, lead, guest, other } = await shared.begin();
    const question = await questions.ask(bob, networkId);
    const answer = await questions.answer(bob, question);
    await questions.do(lead, 'hideNetworkAnswer', { id: answer.id, reason: 'x' });
    const inside = await outputs.network(ours, 'Private');
    await questions.ask(inside.bob, inside.networkId);

    for (const who of [other, teamOf(theirs)]) {
      expect(await questions.seen(who, question)).toBeUndefined();
      await nothing(who);
    }
    expect(await rowsOf(guest, 'SELECT DISTINCT network_id FROM network_question')).toEqual([
      { network_id: networkId },
    ]);
    expect(await questions.ask(other, networkId)).toMatchObject({ __typename: 'NotInNetwork' });
  });

  it('are not shown by one guest trust to another', async () => {
    const { ours, networkId, bob, guest } = await shared.begin();
    const third = await people.trust('Cedar');
    const allianceId = await new TestAlliances(people).between(ours, third);
    await shared.share(ours, { networkId, allianceId });
    const thirdGuest = await shared.guest(third, networkId);
    const question = await questions.ask(guest, networkId);
    const hosts = await questions.ask(bob, networkId, { title: 'Ours' });
    await questions.answer(guest, hosts, 'From Birch.');
    await questions.answer(thirdGuest, hosts, 'From Cedar.');

    expect(await questions.seen(thirdGuest, question)).toBeUndefined();
    expect(await questions.answersSeen(thirdGuest, hosts)).toEqual(['From Cedar.']);
    expect(await questions.answersSeen(guest, hosts)).toEqual(['From Birch.']);
    expect(await questions.answersSeen(bob, hosts)).toEqual(['From Birch.', 'From Cedar.']);
  });

  it.each(endsOfSharing)('are gone for either side with the end of %s', async (what) => {
    const all = await shared.begin();
    const { networkId, bob, guest } = all;
    const ours = await questions.ask(bob, networkId);
    const theirs = await questions.ask(guest, networkId);
    await questions.answer(bob, theirs);
    await questions.answer(guest, ours);
    await shared.end(what, all);

    expect(await questions.seen(guest, ours)).toBeUndefined();
    const foreign = (who: Viewer, table: string) =>
      rowsOf(who, `SELECT trust_id FROM ${table} WHERE trust_id <> $1`, [who.trustId]);
    for (const table of tables) expect(await foreign(guest, table)).toEqual([]);
    // What somebody asked as a guest is the network's still while it is shared.
    const isShared = what === 'being a guest';
    expect((await questions.seen(bob, theirs)) !== undefined).toBe(isShared);
    expect(await questions.answersSeen(bob, ours)).toEqual(isShared ? ['We do.'] : []);
    if (isShared) {
      expect(await questions.seen(bob, theirs)).toMatchObject({ askedBy: { name: null } });
    } else {
      for (const table of tables) expect(await foreign(bob, table)).toEqual([]);
    }
    expect(await questions.answer(guest, theirs)).toMatchObject({ __typename: 'NotInNetwork' });
    // One's own words are one's own, without what others said to them.
    expect(await questions.answersSeen(guest, theirs)).toEqual([]);
  });
});
