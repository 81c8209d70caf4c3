import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { HistoryService } from './history.service.ts';

const test = new TestOpportunities();

describe('what is brought in from before', () => {
  it('is there once, however often it is brought in', async () => {
    const central = thePeopleTeam(newId());
    const applicant = aMemberOfStaff(central.trustId);
    const opportunity = {
      ...{ id: newId(), kind: OpportunityKind.PROJECT, title: 'A project', summary: 'A term.' },
      ...{ hostSchoolId: newId(), networkId: null, audienceRoleCodes: ['TASS'] },
      ...{ opensOn: '2026-01-05', closesOn: '2026-01-30', state: OpportunityState.FILLED },
      createdById: newId(),
    };
    const application = {
      ...{ id: newId(), opportunityId: opportunity.id, personId: String(applicant.personId) },
      ...{ statement: 'Me.', submittedAt: '2026-01-06T09:00:00.000Z', withdrawnAt: null },
    };
    for (let times = 0; times < 2; times += 1) {
      await test.within(central, async (db) => {
        const history = new HistoryService(db);
        await history.bringInOpportunities(central, [opportunity]);
        await history.bringInApplications(central, [application]);
      });
    }

    const { data } = await test.served.ask(
      applicant,
      `{ opportunities { edges { node {
           id kind title summary state isOpen publishedAt audience { version staffGroups roleCodes }
           hostSchool { id } applications { edges { node { id statement state submittedAt } } }
         } } } }`,
    );
    const { id, title, summary, hostSchoolId } = opportunity;
    const { id: applicationId, statement, submittedAt } = application;
    const applied = { id: applicationId, statement, state: 'SUBMITTED', submittedAt };

    expect(data['opportunities']).toEqual({
      edges: [
        {
          node: {
            ...{ id, kind: 'PROJECT', title, summary, state: 'FILLED', isOpen: false },
            publishedAt: '2026-01-05T00:00:00.000Z',
            audience: { version: 2, staffGroups: [], roleCodes: ['TASS'] },
            hostSchool: { id: hostSchoolId },
            applications: { edges: [{ node: applied }] },
          },
        },
      ],
    });
  });
});
