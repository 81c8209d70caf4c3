import { staffGroupOf } from '@trellis/demonstration/job-families';
import type { PersonRecord, TrustRecords } from '@trellis/demonstration/records';
import { RosterService, type Told } from '@trellis/staff-roster/roster.service';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

const peopleAtOnce = 500;

/**
 * Keeps a generated trust's staff as people will tell of them, so that study knows them before the first
 * event is delivered. Each is older than whatever people tells.
 */
export async function keepStaff(
  db: Database,
  viewer: Viewer,
  { people }: TrustRecords,
  today: string,
): Promise<void> {
  const roster = new RosterService(db);
  for (let start = 0; start < people.length; start += peopleAtOnce) {
    const some = people.slice(start, start + peopleAtOnce);
    await roster.keep(
      viewer,
      some.map((person) => toldOf(person, today)),
    );
  }
}

function toldOf({ id, workEmail, contracts }: PersonRecord, today: string): Told {
  const isEmployed = contracts.some(({ endsOn }) => endsOn === null || endsOn > today);
  return {
    ...{ id, version: 0, mergedIntoId: null },
    facts: {
      status: isEmployed ? 'EMPLOYED' : 'LEFT',
      ...{ hasWorkMailbox: workEmail !== null, managers: [], leave: [] },
      contracts: contracts.map(({ id: contractId, type, startsOn, endsOn }) => ({
        ...{ id: contractId, type, startsOn, endsOn },
      })),
      assignments: contracts.flatMap(({ id: contractId, assignments }) =>
        assignments.map((post) => ({
          ...{ ...post, contractId, roleCodes: [...post.roleCodes] },
          subjectCodes: [...post.subjectCodes],
          staffGroups: [...new Set(post.roleCodes.map(staffGroupOf))],
        })),
      ),
    },
  };
}
