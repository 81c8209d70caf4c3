import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestOutputs } from '../network-outputs.testing.ts';
import { TestQuestions } from '../network-questions.testing.ts';
import { fellow, TestNetworks } from '../networks.testing.ts';
import { testPeople } from '../testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);
const questions = new TestQuestions(people);
const networks = new TestNetworks(people);

const begin = async () => {
  const trust = await people.trust();
  return { trust, ...(await outputs.network(trust)) };
};

const noticesOf = async (viewer: Viewer) => {
  const query = '{ viewer { notices { edges { node { kind title text } } } } }';
  const { viewer: found } = await people.data<{
    viewer: { notices: { edges: { node: { kind: string; title: string; text: string } }[] } };
  }>(viewer, query);
  return found.notices.edges.map(({ node }) => node);
};

describe('a question in a network', () => {
  it('is asked by a member and answered by others, each by name', async () => {
    const { networkId, ids, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    await questions.answer(cleo, question, 'We do.');
    await questions.answer(lead, question, 'So do we.');

    expect(await questions.seen(cleo, question)).toEqual({
      ...{ title: 'Who has a spare pump?', hiddenReason: null, isViewers: false },
      askedBy: { name: 'Bob Smith', person: { id: ids[1] }, card: null },
      answers: {
        edges: [
          {
            node: {
              ...{ text: 'We do.', helped: false, hiddenReason: null, isViewers: true },
              answeredBy: { name: 'Cleo Smith', card: null },
            },
          },
          {
            node: {
              ...{ text: 'So do we.', helped: false, hiddenReason: null, isViewers: false },
              answeredBy: { name: 'Ada Smith', card: null },
            },
          },
        ],
      },
    });
  });

  it('has the answer marked that helped, by who asked and by nobody else', async () => {
    const { networkId, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    const first = await questions.answer(cleo, question);
    const second = await questions.answer(lead, question);
    const mark = (answerId: string | null) => ({ questionId: question.id, answerId });
    const marked = async () => {
      const seen = await questions.seen(cleo, question);
      return seen?.answers.edges.map(({ node }) => node.helped);
    };
    await questions.do(bob, 'markHelpfulAnswer', mark(first.id));
    expect(await marked()).toEqual([true, false]);
    await questions.do(bob, 'markHelpfulAnswer', mark(second.id));
    expect(await marked()).toEqual([false, true]);
    await questions.do(bob, 'markHelpfulAnswer', mark(null));
    expect(await marked()).toEqual([false, false]);

    for (const who of [cleo, lead]) {
      expect(await questions.codes(who, 'markHelpfulAnswer', mark(first.id))).toEqual([
        'FORBIDDEN',
      ]);
    }
    const other = await questions.answer(cleo, await questions.ask(bob, networkId));
    expect(await questions.codes(bob, 'markHelpfulAnswer', mark(other.id))).toEqual(['NOT_FOUND']);
  });

  it('is taken back by who asked, with what was answered', async () => {
    const { networkId, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    await questions.answer(cleo, question);
    for (const who of [cleo, lead]) {
      expect(await questions.codes(who, 'withdrawNetworkQuestion', { id: question.id })).toEqual([
        'FORBIDDEN',
      ]);
    }
    await questions.do(bob, 'withdrawNetworkQuestion', { id: question.id });

    expect(await questions.seen(lead, question)).toBeUndefined();
    expect(await questions.answersSeen(bob, question)).toEqual(['We do.']); // they read it still
    const late = { questionId: question.id, text: 'x' };
    expect(await questions.codes(cleo, 'answerNetworkQuestion', late)).toEqual(['NOT_FOUND']);
    expect(await questions.codes(bob, 'answerNetworkQuestion', late)).toEqual(['NOT_FOUND']);
  });

  it('loses an answer that its writer takes back', async () => {
    const { networkId, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    const answer = await questions.answer(cleo, question, 'Wrong.');
    await questions.answer(lead, question, 'Right.');
    expect(await questions.codes(lead, 'withdrawNetworkAnswer', { id: answer.id })).toEqual([
      'FORBIDDEN',
    ]);
    await questions.do(cleo, 'withdrawNetworkAnswer', { id: answer.id });

    expect(await questions.answersSeen(bob, question)).toEqual(['Right.']);
    expect(await questions.answersSeen(cleo, question)).toEqual(['Wrong.', 'Right.']);
  });

  it('is hidden by who leads, with a reason that its writer reads, and so is an answer', async () => {
    const { networkId, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    const answer = await questions.answer(cleo, question);
    const hide = (id: string) => ({ id, reason: 'Names a pupil.' });
    expect(await questions.codes(bob, 'hideNetworkAnswer', hide(answer.id))).toEqual(['FORBIDDEN']);
    await questions.do(lead, 'hideNetworkAnswer', hide(answer.id));
    expect(await questions.answersSeen(bob, question)).toEqual([]);
    expect(await questions.answersSeen(cleo, question)).toEqual(['We do.']);
    expect(await questions.seen(cleo, question)).toMatchObject({
      answers: { edges: [{ node: { hiddenReason: 'Names a pupil.' } }] },
    });
    expect(await questions.codes(cleo, 'hideNetworkQuestion', hide(question.id))).toEqual([
      'FORBIDDEN',
    ]);
    await questions.do(lead, 'hideNetworkQuestion', hide(question.id));
    await questions.do(lead, 'hideNetworkQuestion', { ...hide(question.id), reason: 'Another.' });

    expect(await questions.seen(cleo, question)).toBeUndefined();
    for (const who of [bob, lead]) {
      expect(await questions.seen(who, question)).toMatchObject({ hiddenReason: 'Names a pupil.' });
    }
  });

  it('is hidden by the deputy where nobody leads', async () => {
    const { trust, networkId, ids, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    const year = { startsOn: new Date().toISOString().slice(0, 10), endsOn: '2099-01-01' };
    const deputy = { networkId, personId: ids[2], role: 'DEPUTY', ...year };
    await networks.do(lead, 'appointToNetwork', deputy);
    await networks.do(lead, 'leaveNetwork', { networkId });
    await questions.do(cleo, 'hideNetworkQuestion', { id: question.id, reason: 'x' });

    expect(await questions.seen(fellow(trust, ids[0]), question)).toBeUndefined();
    expect(await questions.seen(bob, question)).toMatchObject({ hiddenReason: 'x' });
  });

  it('is not put to a network that one has left, nor answered there', async () => {
    const { networkId, bob, cleo } = await begin();
    const own = await questions.ask(bob, networkId);
    const question = await questions.ask(cleo, networkId);
    await networks.do(bob, 'leaveNetwork', { networkId });

    expect(await questions.ask(bob, networkId)).toMatchObject({ __typename: 'NotInNetwork' });
    expect(await questions.answer(bob, own)).toMatchObject({ __typename: 'NotInNetwork' });
    const late = { questionId: question.id, text: 'x' };
    expect(await questions.codes(bob, 'answerNetworkQuestion', late)).toEqual(['NOT_FOUND']);
    // What is one's own one may take back still.
    expect(await questions.do(bob, 'withdrawNetworkQuestion', { id: own.id })).toMatchObject({
      id: own.id,
    });
  });

  it.each([
    ['no title', { title: '' }],
    ['a title that is too long', { title: 'x'.repeat(151) }],
    ['a text of 200 KB', { text: 'x'.repeat(200_000) }],
  ])('is refused with %s', async (_, wrong) => {
    const { networkId, bob } = await begin();
    const input = { networkId, title: 'x', text: '', ...wrong };

    expect(await questions.codes(bob, 'askInNetwork', input)).toEqual(['BAD_USER_INPUT']);
  });

  it('is asked and answered once under one key', async () => {
    const { networkId, bob, cleo } = await begin();
    const key = { idempotencyKey: 'once' };
    const question = await questions.ask(bob, networkId, key);
    expect(await questions.ask(bob, networkId, key)).toEqual(question);
    const said = { questionId: question.id, text: 'x', ...key };
    const answer = await questions.do(cleo, 'answerNetworkQuestion', said);

    expect(await questions.do(cleo, 'answerNetworkQuestion', said)).toEqual(answer);
  });
});

describe('notices of questions', () => {
  it('tell members once a week, and not who asks, and repeat nobody’s words', async () => {
    const { trust, networkId, bob, cleo, lead, outsider } = await begin();
    await questions.ask(bob, networkId);
    await questions.ask(bob, networkId, { title: 'Another' });
    await questions.ask(lead, networkId, { title: 'A third' });

    for (const who of [cleo, lead]) {
      const notices = await noticesOf(who);
      expect(notices).toEqual([
        {
          ...{ kind: 'NETWORK_QUESTIONS', title: 'Somebody asks in your network: Sites' },
          text: expect.any(String),
        },
      ]);
      expect(JSON.stringify(notices)).not.toMatch(/pump|Another/);
    }
    expect(await noticesOf(bob)).toHaveLength(1); // of what Ada asked
    expect(await noticesOf(outsider)).toEqual([]);
    const channels = await people.db.as(trust.central, () =>
      people.db.rows<{ channel: string }>('SELECT DISTINCT channel FROM notice_delivery'),
    );
    expect(channels).toEqual([{ channel: 'IN_APP' }]); // on no wall
  });

  it('tell who asked of an answer, once a day, and not of their own', async () => {
    const { networkId, bob, cleo, lead } = await begin();
    const question = await questions.ask(bob, networkId);
    await questions.answer(bob, question, 'I found one.');
    expect(await noticesOf(bob)).toEqual([]);
    await questions.answer(cleo, question, 'We do, in the cellar.');
    await questions.answer(lead, question);

    const notices = await noticesOf(bob);
    expect(notices).toMatchObject([
      { kind: 'NETWORK_ANSWER', title: 'Your question has an answer: Who has a spare pump?' },
    ]);
    expect(JSON.stringify(notices)).not.toContain('cellar');
  });
});

describe('questions', () => {
  it('are found by words and by whether they are answered, page by page', async () => {
    const { networkId, bob, cleo } = await begin();
    const answered = await questions.ask(bob, networkId, { title: 'Déjà vu?', text: '' });
    await questions.answer(cleo, answered);
    await questions.ask(bob, networkId);
    const query = `query ($id: ID!, $filter: NetworkQuestionFilter) { network(id: $id) {
      questions(filter: $filter, first: 1) { totalCount edges { node { title } } } } }`;
    const find = async (filter: object) => {
      const { network } = await people.data<{
        network: { questions: { totalCount: number; edges: { node: { title: string } }[] } };
      }>(cleo, query, { id: networkId, filter });
      const { totalCount, edges } = network.questions;
      return [totalCount, ...edges.map(({ node }) => node.title)];
    };

    expect(await find({})).toEqual([2, 'Who has a spare pump?']);
    expect(await find({ text: 'DEJA' })).toEqual([1, 'Déjà vu?']);
    expect(await find({ text: 'leaks pump' })).toEqual([1, 'Who has a spare pump?']);
    expect(await find({ isAnswered: true })).toEqual([1, 'Déjà vu?']);
    expect(await find({ isAnswered: false })).toEqual([1, 'Who has a spare pump?']);
  });

  it('are read with as many statements for three networks of three as for one of one', async () => {
    const { trust, networkId, ids, bob, cleo } = await begin();
    const query = `{ networks { edges { node { questions { edges { node { title hiddenReason
      askedBy { name person { name } } answers { edges { node { text answeredBy { name } } } } } } } } } } }`;
    const statements = () => people.served.statementsDuring(() => people.data(bob, query));
    await questions.answer(cleo, await questions.ask(bob, networkId));
    const few = await statements();
    for (const name of ['Second', 'Third']) {
      const { id } = await people.network(trust, [ids[1], ids[2]], { name });
      for (let n = 0; n < 3; n += 1) {
        await questions.answer(cleo, await questions.ask(bob, id));
      }
    }

    expect(await statements()).toBe(few);
  });
});
