import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { testPeople } from '../testing.ts';

const people = testPeople();
const folder = new URL('..', import.meta.url);
const employment = ['person', 'contract', 'assignment'];

/** Every mutation, and whether it changes people, contracts or posts. A new one is to be judged here. */
const reviewed: Readonly<Record<string, boolean>> = {
  createApiClient: false,
  rotateApiClient: false,
  revokeApiClient: false,
  confirmMatch: true,
  separatePerson: true,
  recordTrnChange: true,
  joinSchool: true,
  leaveSchool: true,
  undoLeaveSchool: true,
  replaceSchool: true,
  mergeSchools: true,
  startStaffSync: false,
  pushStaffRecords: true,
  finishStaffSync: true,
  cancelStaffSync: false,
  undoStaffSync: true,
  createWebhook: false,
  rotateWebhookKey: false,
  disableWebhook: false,
  enableWebhook: false,
  replayWebhook: false,
  sendTestEvent: false,
  recordUsage: false,
  readNotice: false,
  confirmToldInPerson: false,
  recordBounceReport: false,
  recordNoticeBounce: false,
  setNoticePreferences: false,
  arrangeConversation: false,
  answerConversation: false,
  postponeConversation: false,
  declineConversation: false,
  cancelConversation: false,
  recordConversation: false,
  agreeConversation: false,
  closeConversation: false,
  setConversationPolicy: false,
  recordManagerTraining: false,
  setWillingToTalk: false,
  setRoleProfile: false,
  setPathwayStep: false,
  writeConversationNote: false,
  agreeAction: false,
  settleAction: false,
  writeAspiration: false,
  removeAspiration: false,
  addCareerLine: false,
  changeCareerLine: false,
  describeCareerLine: false,
  hideCareerLine: false,
  showCareerLine: false,
  removeCareerLine: false,
  agreeToAlliance: false,
  answerNetworkInvitation: false,
  appointToNetwork: false,
  changeNetwork: false,
  createNetwork: false,
  endAlliance: false,
  endNetworkTerm: false,
  endorseExpertise: false,
  inviteToNetwork: false,
  inviteToNetworkMeeting: false,
  joinNetwork: false,
  leaveNetwork: false,
  proposeAlliance: false,
  stateExpertise: false,
  answerNetworkMeeting: false,
  arrangeNetworkMeeting: false,
  cancelNetworkMeeting: false,
  joinSharedNetwork: false,
  leaveSharedNetwork: false,
  publishNetworkOutput: false,
  recordNetworkAttendance: false,
  reviseNetworkOutput: false,
  shareNetwork: false,
  stopSharingNetwork: false,
  withdrawExpertise: false,
  withdrawNetworkMeetingGuest: false,
  withdrawNetworkOutput: false,
  answerNetworkQuestion: false,
  askInNetwork: false,
  hideNetworkAnswer: false,
  hideNetworkQuestion: false,
  markHelpfulAnswer: false,
  withdrawNetworkAnswer: false,
  withdrawNetworkQuestion: false,
  writeNetworkOutput: false,
};

/** Scopes of those that do: what sources tell, who is who, and what becomes of schools. */
const owners = ['staff:write', 'staff:review', 'school:write'];

/** Files with statements that write them; `staff` is the generated data of demonstrations. */
const writers = [
  'match/person-merge.queries.ts',
  'match/trn.service.ts',
  'school-change/school-change.queries.ts',
  'staff/staff.queries.ts',
  'sync/staff-record.queries.ts',
];

function mutations(): Map<string, string> {
  const { definitions } = parse(readFileSync(new URL('schema.graphql', folder), 'utf8'));
  const fields = definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Mutation'
      ? (definition.fields ?? [])
      : [],
  );
  return new Map(fields.map(({ name, directives }) => [name.value, JSON.stringify(directives)]));
}

describe('what a school’s system tells of staff', () => {
  it('is changed by no mutation but those that were judged to', () => {
    const found = mutations();

    expect([...found.keys()].toSorted()).toEqual(Object.keys(reviewed).toSorted());
    for (const [name, directives] of found) {
      const isOwner = owners.some((scope) => directives.includes(`"${scope}"`));
      if (reviewed[name]) expect([name, isOwner]).toEqual([name, true]);
    }
  });

  it('is written by no statement but theirs', () => {
    const statement = new RegExp(
      `(INSERT INTO|UPDATE|DELETE FROM) (${employment.join('|')})\\b(?! OF)`,
    );
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const code = files.filter((file) => file.endsWith('.ts') && !file.includes('test'));
    const writing = code.filter((file) => {
      return statement.test(readFileSync(new URL(file, folder), 'utf8'));
    });

    expect(writing.toSorted()).toEqual(writers);
  });

  it('is deleted by nobody, and written by no other role', async () => {
    const rows = await asSuperuser(people.served.database.name, async (client) => {
      const granted = await client.query<{ right: string }>(
        `SELECT DISTINCT privilege_type AS right FROM information_schema.role_table_grants
          WHERE table_name = ANY ($1) AND privilege_type <> 'SELECT'
            AND grantee LIKE '%\\_app' ORDER BY 1`,
        [employment],
      );
      const others = await client.query(
        `SELECT grantee FROM information_schema.role_table_grants
          WHERE table_name = ANY ($1) AND privilege_type <> 'SELECT' AND grantee LIKE '%\\_job'`,
        [employment],
      );
      return [granted.rows.map(({ right }) => right), others.rowCount];
    });

    expect(rows).toEqual([['INSERT', 'UPDATE'], 0]);
  });
});
