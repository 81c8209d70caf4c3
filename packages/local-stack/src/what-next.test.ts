import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wellKnown } from '@trellis/demonstration/well-known';
import { z } from 'zod';
import { Journey } from './testing/journey.ts';
import { StartedStack } from './testing/started-stack.ts';
import { inDays } from './testing/story-stack.ts';
import * as answers from './testing/what-next-answers.ts';

let stack: StartedStack;
const journey = new Journey(
  'what-next',
  () => stack,
  () => '',
);
/** What steps leave for later ones. */
let id = '';
let version = 0;
const said = {
  agenda: 'Boilers, and who could show me.',
  shared: 'Stays, and wants to know boilers better than anybody.',
  own: 'She listens well.',
  action: 'Join the network for buildings',
};

beforeAll(async () => {
  stack = await StartedStack.create();
  await stack.start();
}, 180_000);

afterAll(async () => {
  await stack.stop();
  stack.remove();
}, 60_000);

/** Takes a step that changes the conversation. */
async function change(step: string, state: string, variables: object = {}, as?: string) {
  const shape = z.record(z.string(), answers.moved);
  const answer = await journey.take(step, shape, { id, version, ...variables }, as);
  const [moved] = Object.values(answer);
  expect(moved).toMatchObject({ state });
  version = moved?.version ?? 0;
}

async function write(kind: string, text: string, as?: string): Promise<void> {
  const input = { conversationId: id, kind, text };
  const { writeConversationNote } = await journey.take('06', answers.written, input, as);
  expect(JSON.stringify(writeConversationNote)).toContain(text);
}

async function myConversation(as?: string) {
  const { careerConversation } = await journey.take('13', answers.conversation, { id }, as);
  return careerConversation;
}

/** Fails with the name of a table, other than those given, in which the text stands. */
const nowhere = (text: string, but = ['conversation_note', 'agreed_action']) => `
  DO $$ DECLARE place text; stands boolean; BEGIN
    FOR place IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                    AND tablename <> ALL ('{${but.join(',')}}') LOOP
      EXECUTE format('SELECT EXISTS (SELECT FROM %s AS t WHERE t::text LIKE $1)', place)
        INTO stands USING '%${text}%';
      IF stands THEN RAISE EXCEPTION 'it is in %', place; END IF;
    END LOOP;
  END $$`;

describe('a caretaker who asks what is next', () => {
  it('reads that his conversation is due, and is reminded of it once', async () => {
    const due = async () => {
      const { viewer } = await journey.take('01', answers.due);
      const kinds = viewer.notices.edges.map(({ node }) => node.kind);
      const reminders = kinds.filter((kind) => kind === 'CONVERSATION_DUE').length;
      return { ...viewer.person.conversationDue, reminders };
    };
    expect(await due()).toMatchObject({ state: 'DUE', nudgedOn: null, reminders: 0 });
    const morning = `SELECT graphile_worker.add_job('tell_of_morning')`;
    await stack.inDatabase('people', morning);
    await journey.until(async () => (await due()).nudgedOn !== null);
    await stack.inDatabase('people', morning);
    await stack.inDatabase('people', morning);

    expect(await due()).toMatchObject({ state: 'DUE', nudgedOn: inDays(0), reminders: 1 });
  }, 90_000);

  it('picks a colleague at another school, who is willing', async () => {
    const { willingColleagues } = await journey.take('02', answers.willing);
    const ids = willingColleagues.edges.map(({ node }) => node.id);
    expect(ids.length).toBeGreaterThan(20);
    const leadId = wellKnown.people.panel;
    expect(ids).toContain(leadId);

    const { arrangeConversation } = await journey.take('03', answers.arranged, {
      ...{ leadId, plannedOn: inDays(0) },
    });
    ({ id, version } = arrangeConversation);
    expect(arrangeConversation.state).toBe('ASKED');
    await change('04', 'SCHEDULED');
  });

  it('talks with her by the guide, and they write down what was said', async () => {
    const { conversationGuide } = await journey.take('05', answers.guide);
    expect(conversationGuide.questions.length).toBeGreaterThan(5);
    expect(conversationGuide.questions.some(({ isOfStaffGroup }) => isOfStaffGroup)).toBe(true);
    expect(conversationGuide.avoid.length).toBeGreaterThan(0);
    await write('AGENDA', said.agenda);
    await change('07', 'HELD', { heldOn: inDays(0) });
    await write('SHARED', said.shared, 'panel');
    await write('PRIVATE', said.own);
  });

  it('sees three next steps with what is missing for each and where to get it', async () => {
    const { viewer } = await journey.take('08', answers.nextSteps);
    const steps = viewer.person.nextSteps;
    expect(steps.length).toBeGreaterThanOrEqual(3);
    for (const { needs, missingCount, source } of steps.slice(0, 3)) {
      expect(source).not.toBe('');
      expect(needs.filter(({ answer }) => answer === 'MISSING')).toHaveLength(missingCount);
      for (const { answer, need, reason, ways } of needs) {
        expect(reason).not.toBe('');
        if (answer !== 'MISSING') continue;
        const studies = need.credentials.flatMap(({ programmes }) => programmes ?? []);
        const open = ways?.opportunities.edges ?? [];
        expect(studies.length + open.length).toBeGreaterThan(0);
      }
    }
    expect(steps.some(({ to }) => !to.lineManages)).toBe(true);
    expect(steps.flatMap(({ networks }) => networks).map((network) => network.id)).toContain(
      wellKnown.buildingsNetworkId,
    );
  });

  it('agrees an action, signs with her, joins the network and has it done', async () => {
    const networkId = wellKnown.buildingsNetworkId;
    const input = {
      ...{ conversationId: id, text: said.action, owner: 'PERSON', dueOn: inDays(30) },
      about: { type: 'NETWORK', id: networkId },
    };
    const { agreeAction } = await journey.take('09', answers.agreed, { input });
    expect(agreeAction.about).toEqual({
      ...{ __typename: 'Network', name: 'Buildings and energy network' },
    });
    ({ version } = (await myConversation()) ?? { version: 0 });
    await change('10', 'HELD');
    await change('10', 'AGREED', {}, 'panel');
    const { joinNetwork } = await journey.take('11', answers.joined, { networkId });
    expect(joinNetwork.joinedOn).toBe(inDays(0));
    const { settleAction } = await journey.take('12', answers.settled, {
      ...{ id: agreeAction.id, version: agreeAction.version },
    });
    expect(settleAction).toEqual({ state: 'DONE', settledOn: inDays(0) });
  });

  it('prints a CV in his own words, with the network that he joined and without what he hides', async () => {
    const { data } = await stack.query('examples/my-career-record.graphql', 'site');
    const { viewer } = answers.careerRecord.parse(data);
    const lines = viewer.careerRecord.edges.map(({ node }) => node);
    const role = lines.find(({ kind }) => kind === 'ROLE');
    const words = { whatIDid: 'Keep the boilers of two schools.', whatCameOfIt: 'No cold day.' };
    await journey.take('18', answers.done, { id: role?.id, version: role?.version, ...words });
    const hidden = lines.find(({ kind }) => kind === 'VOLUNTEERING');
    await journey.take('19', answers.done, { id: hidden?.id });

    const cv = async () => (await journey.take('20', answers.cv)).viewer.cv;
    const { html, jsonResume } = await cv();
    expect(html).toContain('Keep the boilers of two schools.');
    expect(JSON.parse(jsonResume)).toMatchObject({ basics: { label: 'Caretaker' } });
    for (const text of [html, jsonResume]) {
      expect(text).toContain('Buildings and energy network');
      expect(text).not.toContain(hidden?.title);
    }
    let pdf = '';
    await journey.until(async () => {
      const printed = (await cv()).pdf; // refused while the machine has too much else to do
      pdf = Buffer.from(printed.base64 ?? '', 'base64').toString('latin1');
      return printed.__typename === 'CvPdf';
    });
    expect(pdf).toMatch(/^%PDF-[\s\S]*\/Marked true/);
  }, 90_000);

  it('is the only one to read it, but for her', async () => {
    for (const as of ['site', 'panel']) {
      expect(await myConversation(as)).toMatchObject({
        ...{ state: 'AGREED', agenda: { text: said.agenda }, sharedNotes: { text: said.shared } },
        actions: [{ text: said.action, state: 'DONE' }],
      });
    }
    for (const as of ['head', 'manager', 'central', 'finance', 'teacher']) {
      expect(await myConversation(as)).toBeNull();
    }
  });
});

describe('what was said', () => {
  it('is in no log, event, queue or report: only where the two read it', async () => {
    const logs = join(stack.folder, 'logs');
    const logged = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'));
    for (const text of Object.values(said)) {
      expect([...stack.lines, ...logged].filter((each) => each.includes(text))).toEqual([]);
      for (const database of ['people', 'opportunities', 'study']) {
        await stack.inDatabase(database, nowhere(text));
      }
    }
    const anywhere = stack.inDatabase('people', nowhere(said.shared, []));
    await expect(anywhere).rejects.toThrow('public.conversation_note');
  }, 60_000);
});

describe('an agreed action', () => {
  it('is about an opportunity, a bursary or time elsewhere as well, and names it across the graph', async () => {
    const { data } = await stack.ask(
      `{ viewer { conversations(first: 1) { edges { node { id } } } person {
           applications(first: 1) { edges { node { opportunity { id title } } } }
           placements(first: 1) { edges { node { id startsOn } } }
           awards(first: 1) { edges { node { id amountPence } } } } } }`,
      'teacher',
    );
    const { viewer } = answers.teacher.parse(data);
    const [talk] = viewer.conversations.edges;
    const [applied] = viewer.person.applications.edges;
    const [placed] = viewer.person.placements.edges;
    const [awarded] = viewer.person.awards.edges;
    const { id: opportunityId, title } = applied?.node.opportunity ?? { id: '', title: '' };
    const about = async (type: string, linkId: string) => {
      const input = {
        ...{ conversationId: talk?.node.id, text: 'Look at it', owner: 'LEAD', dueOn: inDays(9) },
        about: { type, id: linkId },
      };
      const { agreeAction } = await journey.take('09', answers.agreed, { input }, 'teacher');
      return agreeAction.about;
    };

    expect(await about('OPPORTUNITY', opportunityId)).toEqual({ __typename: 'Opportunity', title });
    expect(await about('AWARD', awarded?.node.id ?? '')).toEqual({
      ...{ __typename: 'Award', amountPence: awarded?.node.amountPence },
    });
    expect(await about('PLACEMENT', placed?.node.id ?? '')).toEqual({
      ...{ __typename: 'Placement', startsOn: placed?.node.startsOn },
    });
  });
});

describe('the central team', () => {
  it('sees by staff group and school whether everybody is offered one, and no word of any', async () => {
    const coverage = await journey.take('14', answers.coverage);
    expect(coverage.byStaffGroup.length).toBeGreaterThanOrEqual(6);
    expect(coverage.bySchool.length).toBeGreaterThanOrEqual(24);
    expect(coverage.conversationOutcomes.held).toBeGreaterThan(1_000);
    expect(coverage.conversationOutcomes.withLink).toBeGreaterThan(0);
    expect(coverage.managersWithoutTraining.totalCount).toBeGreaterThan(0);
    expect(coverage.conversationsUnassigned.totalCount).toBeGreaterThan(0);
    for (const text of Object.values(said)) expect(JSON.stringify(coverage)).not.toContain(text);
  });

  it('sees which groups have no route, and where no maths specialist is within ten miles', async () => {
    const { staffGroupOutlooks } = await journey.take('15', answers.outlooks);
    expect(staffGroupOutlooks.map(({ code }) => code)).toContain('AUXILIARY');
    const without = staffGroupOutlooks.filter((one) => one.stepsToday * one.openedThisTerm === 0);
    expect(without).toEqual([]); // of the demonstration trust

    const { schoolsWithoutSpecialist, findExperts } = await journey.take('16', answers.gaps);
    expect(schoolsWithoutSpecialist.totalCount).toBe(1);
    for (const { node } of schoolsWithoutSpecialist.edges) {
      expect(node.nearestMiles).toBeGreaterThan(10);
    }
    expect(findExperts.edges.length).toBeGreaterThan(0);
  });
});

describe('a line manager', () => {
  it('sees who is due, and nothing more of anybody than they shared', async () => {
    const { viewer, conversationsDue } = await journey.take('17', answers.team);
    expect(viewer.managerTraining.holds).toBe(true);
    expect(conversationsDue.totalCount).toBeGreaterThan(0);
    const hopes = conversationsDue.edges.flatMap(({ node }) => node.person.aspirations);
    expect(hopes.length).toBeGreaterThan(0);
    for (const { sharedWith } of hopes) {
      expect(sharedWith.includes('MANAGER') || sharedWith.includes('TRUST')).toBe(true);
    }
  });

  it('is the end of the story: every step was taken', () => {
    expect(journey.left).toEqual([]);
  });
});
