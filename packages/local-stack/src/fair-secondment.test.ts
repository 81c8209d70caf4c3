import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { wellKnown } from '@trellis/demonstration/well-known';
import { z } from 'zod';
import { about, edges, notices, person, reach, standing } from './testing/secondment-answers.ts';
import { inDays, StoryStack } from './testing/story-stack.ts';

const { hubSchoolId: schoolId, hubSchoolUrn: urn, people } = wellKnown;
/** Of whom the story tells; the panel has three more. */
const applicants = ['ta', 'site', 'teacher'] as const;
const panel = ['panel', 'finance', 'manager'] as const;
const statements = {
  ta: 'I run the breakfast club, and know every family of our youngest.',
  site: 'I open the hall for the neighbours each Saturday.',
  teacher: 'I have led our summer fair for four years.',
};

const stack = new StoryStack();
const journey = stack.journey('fair-secondment');
/** What steps leave for later ones. */
let id = '';
let version = 0;

/** How the secondment reached one of them. */
async function reachedBy(user: (typeof applicants)[number]) {
  const { viewer } = await journey.take('07', notices, {}, user);
  const own = viewer.notices.edges.find(({ node }) => node.about.id === id);
  return own?.node.reachedBy ?? null;
}

/** Where the application of one of them stands. */
async function applicationOf(user: (typeof applicants)[number], as = 'head') {
  const { opportunity } = await journey.take('21', standing, { id }, as);
  const found = opportunity.applications.edges.find(({ node }) => node.person?.id === people[user]);
  if (!found) throw new Error(`${user} has not applied`);
  return found.node;
}

async function goOn(to: string) {
  const { opportunity } = await journey.take('21', standing, { id });
  return journey.state('16', { id, version: opportunity.version, to });
}

describe('a secondment that everybody hears of before anybody gets it', () => {
  it('has a teacher on maternity leave, as the staff system tells, who wants to hear all the same', async () => {
    const { data } = await stack.running.ask('{ viewer { person { trn } } }', 'teacher');
    const { viewer } = z
      .object({ viewer: z.object({ person: z.object({ trn: z.string() }) }) })
      .parse(data);
    const { trn } = viewer.person;
    const asOf = new Date().toISOString();
    const started = z.object({ startStaffSync: z.object({ id: z.string() }) });
    const { startStaffSync } = await journey.take('01', started, { urn, asOf });
    const syncId = startStaffSync.id;
    const pushed = z.object({
      pushStaffRecords: z.object({
        rows: z.array(z.object({ changedFields: z.array(z.string()) })),
      }),
    });
    const { pushStaffRecords } = await journey.take('02', pushed, {
      ...{ syncId, trn, firstDay: inDays(-30) },
    });
    expect(pushStaffRecords.rows).toEqual([{ changedFields: ['leave'] }]);
    expect(await journey.state('03', { syncId })).toBe('FINISHED');

    const { setNoticePreferences } = await journey.take(
      '04',
      z.object({ setNoticePreferences: z.object({ evenOnLeave: z.boolean() }) }),
    );
    expect(setNoticePreferences.evenOnLeave).toBe(true);
  });

  it('is written and published by the head', async () => {
    const days = { opensOn: inDays(0), closesOn: inDays(7) };
    const written = z.object({
      createOpportunity: z.object({ id: z.string(), version: z.number() }),
    });
    const { createOpportunity } = await journey.take('05', written, { schoolId, ...days });
    ({ id } = createOpportunity);

    const published = z.object({
      publishOpportunity: z.object({ state: z.literal('PUBLISHED'), version: z.number() }),
    });
    const { publishOpportunity } = await journey.take('06', published, {
      ...{ id, version: createOpportunity.version },
    });
    ({ version } = publishOpportunity);
  });

  it('reaches the assistant and the teacher on leave by e-mail', async () => {
    await journey.until(async () => (await reachedBy('ta')) !== null);
    await journey.until(async () => (await reachedBy('teacher')) !== null);

    expect([await reachedBy('ta'), await reachedBy('teacher')]).toEqual(['EMAIL', 'EMAIL']);
    expect(await reachedBy('site')).toBeNull();
    const mailbox = join(stack.running.folder, 'mail');
    const mails = readdirSync(mailbox).map((name) => readFileSync(join(mailbox, name), 'utf8'));
    expect(mails.some((mail) => mail.includes('Open the school to its community'))).toBe(true);
  });

  it('reaches the site manager, who has no mailbox, by the sheet and a colleague', async () => {
    const sheet = z.object({
      noticeSheet: z.object({
        text: z.string(),
        toTell: edges(z.object({ id: z.string(), about, person })),
      }),
    });
    const { noticeSheet } = await journey.take('08', sheet, { schoolId });
    expect(noticeSheet.text).toContain('Open the school to its community');
    const own = noticeSheet.toTell.edges.find(
      ({ node }) => node.about.id === id && node.person.id === people.site,
    );

    await journey.take(
      '09',
      z.object({ confirmToldInPerson: z.object({ reachedBy: z.literal('PRINT') }) }),
      {
        ...{ noticeId: own?.node.id, toldById: people.manager, toldOn: inDays(0) },
      },
    );

    expect(await reachedBy('site')).toBe('PRINT');
  });

  it('shows the central team who was not reached, and each of those gets a letter', async () => {
    const allTold = async () => {
      const { opportunity } = await journey.take('10', reach, { id });
      return opportunity.reach.unreached.edges.every(({ node }) => node.reasons.length > 0);
    };
    await journey.until(allTold);
    const { opportunity } = await journey.take('10', reach, { id });
    const { eligible, told, unreached } = opportunity.reach;
    expect(eligible - told).toBe(unreached.edges.length);
    expect(unreached.edges.length).toBeGreaterThan(0);
    expect(opportunity.fairnessWindow.earliestDecisionOn).toBeNull();

    for (const { node } of unreached.edges) {
      await journey.take(
        '11',
        z.object({ logAlternativeNotice: z.object({ reach: z.unknown() }) }),
        {
          ...{ opportunityId: id, personId: node.person.id, toldOn: inDays(0) },
        },
      );
    }
  });

  it('is applied for by all three', async () => {
    for (const user of applicants) {
      const variables = { opportunityId: id, statement: statements[user] };
      expect(await journey.state('12', variables, user)).toBe('SUBMITTED');
    }
  });

  it('is given to nobody early: the head is told why not, and when', async () => {
    const refused = z.object({
      moveOpportunity: z.object({
        message: z.string(),
        earliestDecisionOn: z.string(),
        blockers: z.array(z.object({ code: z.string(), holds: z.boolean() })),
      }),
    });
    await journey.pass(8, id); // the closing day is over, and their school days are not
    const { moveOpportunity } = await journey.take('13', refused, { id, version });

    expect(moveOpportunity.earliestDecisionOn > inDays(0)).toBe(true);
    expect(moveOpportunity.message).toContain(moveOpportunity.earliestDecisionOn);
    expect(moveOpportunity.blockers.filter(({ holds }) => holds)).not.toEqual([]);
  });

  it('may be decided once the window has passed, by a panel that does not know whom it reads', async () => {
    const memberIds = panel.map((user) => people[user]);
    await journey.state('14', { opportunityId: id, memberIds });
    for (const user of panel) {
      await journey.state('15', { opportunityId: id }, user);
    }
    await journey.pass(40, id);
    expect(await goOn('SHORTLISTING')).toBe('SHORTLISTING');
    await journey.state('17', { opportunityId: id });

    const blind = z.object({
      opportunity: z.object({
        panel: z.object({
          candidates: edges(z.object({ id: z.string(), statement: z.string(), person: z.null() })),
        }),
      }),
    });
    for (const user of panel) {
      const { opportunity } = await journey.take('18', blind, { id }, user);
      for (const { node } of opportunity.panel.candidates.edges) {
        const points = [node.statement === statements.ta ? 4 : 2];
        const variables = { candidateId: node.id, points, note: 'As they wrote.' };
        await journey.take(
          '19',
          z.object({ scoreCandidate: z.object({ myScore: z.unknown() }) }),
          variables,
          user,
        );
      }
    }
    await journey.state('20', { opportunityId: id });
  });

  it('goes to the assistant, who takes it', async () => {
    const { id: application, version: read } = await applicationOf('ta');
    const days = { startsOn: inDays(60), endsOn: inDays(425) };
    const variables = { id: application, version: read, ...days };
    expect(await journey.state('22', variables)).toBe('OFFERED');
    const own = await applicationOf('ta', 'ta');
    await journey.take(
      '23',
      z.object({ acceptOffer: z.object({ state: z.literal('ACCEPTED') }) }),
      {
        ...{ id: own.id, version: own.version },
      },
    );
  });

  it('ends when each of the others has read why not', async () => {
    expect(await goOn('DECIDING')).toBe('DECIDING');
    for (const user of ['site', 'teacher'] as const) {
      const { id: application, version: read, state } = await applicationOf(user);
      if (state !== 'UNSUCCESSFUL') {
        await journey.state('24', { id: application, version: read });
      }
      const text = 'You know this place well; the panel wanted to hear more of families.';
      expect(await journey.state('25', { applicationId: application, text })).toBe('REJECTED');
      const feedback = z.object({
        opportunity: z.object({
          applications: edges(
            z.object({
              feedback: z.object({ text: z.literal(text) }),
              explanation: z.object({ reasons: z.array(z.string()).min(1) }),
            }),
          ),
        }),
      });
      await journey.take('26', feedback, { id }, user);
    }
    expect(await goOn('FILLED')).toBe('FILLED');
    await journey.until(async () => {
      const { viewer } = await journey.take('07', notices, {}, 'teacher');
      return viewer.notices.edges.some(({ node }) => node.kind === 'FEEDBACK_READY');
    });
  });

  it('leaves on record who could not be reached, and what was done', async () => {
    const done = z.object({
      opportunity: z.object({
        reach: z.object({ eligible: z.number(), told: z.number() }),
        places: z.object({ accepted: z.literal(1) }),
        history: edges(z.object({ kind: z.string(), person: person.nullable() })),
      }),
    });
    const { opportunity } = await journey.take('27', done, { id });

    expect(opportunity.reach.told).toBe(opportunity.reach.eligible);
    const otherwise = opportunity.history.edges.filter(
      ({ node }) => node.kind === 'TOLD_OTHERWISE',
    );
    expect(otherwise.length).toBeGreaterThan(0);
    expect(otherwise.every(({ node }) => node.person !== null)).toBe(true);
  });

  it('has used each of its steps', () => {
    expect(journey.left).toEqual([]);
  });
});
