import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffRole } from '../assignment/staff-role.codes.ts';
import type { MatchAnswer } from '../match/match-question.types.ts';
import { personRow, writePeopleSql } from '../staff/staff.queries.ts';
import type { HeldAssignment, HeldContract, HeldPerson, HeldRecord } from './held-record.ts';
import type { HeldRows, Origin } from './record-batch.ts';
import {
  claimsSql,
  heldAssignmentsSql,
  heldContractsSql,
  heldPeopleSql,
  heldRecordsSql,
  writeRecordsSql,
  writeSourceAssignmentsSql,
  writeSourceContractsSql,
} from './staff-record.queries.ts';
import type { ToldRecord } from './told-record.ts';

/** Records, people, contracts and posts as they are to be. */
interface WrittenRows {
  readonly people: readonly HeldPerson[];
  readonly records: readonly HeldRecord[];
  readonly contracts: readonly HeldContract[];
  readonly assignments: readonly HeldAssignment[];
}

/** What records have become with us: read and written so many at a time, never one by one. */
export class StaffRows {
  constructor(private readonly db: Database) {}

  /** Records of a source by its own ids. */
  records({ trustId }: Viewer, { source, instanceId }: Origin, externalIds: readonly string[]) {
    return this.db.rows<HeldRecord>(heldRecordsSql, [trustId, source, instanceId, externalIds]);
  }

  async people({ trustId }: Viewer, ids: readonly string[]): Promise<HeldPerson[]> {
    return ids.length === 0 ? [] : this.db.rows<HeldPerson>(heldPeopleSql, [trustId, ids]);
  }

  /** What is held of records, of whom they are about, and of whoever has what they claim. */
  async around(
    viewer: Viewer,
    records: readonly HeldRecord[],
    told: readonly ToldRecord[],
    answers: ReadonlyMap<string, MatchAnswer>,
  ): Promise<HeldRows> {
    const { trustId } = viewer;
    const matched = [...answers.values()].flatMap((answer) =>
      answer.kind === 'SAME' ? [answer.personId] : [],
    );
    const known = records.map(({ personId }) => personId).filter((id) => id !== null);
    const find = async <Row>(sql: string, ids: readonly string[]) =>
      ids.length === 0 ? [] : this.db.rows<Row>(sql, [trustId, ids]);
    const people = await this.people(viewer, [...matched, ...known]);
    const recordIds = records.map(({ id }) => id);
    const contracts = await find<HeldContract>(heldContractsSql, recordIds);
    const contractIds = contracts.map(({ id }) => id);
    const assignments = await find<HeldAssignment>(heldAssignmentsSql, contractIds);
    const claims = await this.db.rows<HeldPerson>(claimsSql, [
      trustId,
      told.map(({ person: { workEmail } }) => workEmail).filter((email) => email != null),
      told.map(({ person: { trn } }) => trn).filter((trn) => trn != null),
    ]);
    return { records, people, contracts, assignments, claims };
  }

  async write({ trustId }: Viewer, origin: Origin, rows: WrittenRows): Promise<void> {
    const write = async (sql: string, given: readonly object[], values: readonly string[] = []) => {
      if (given.length > 0) await this.db.rows(sql, [trustId, ...values, JSON.stringify(given)]);
    };
    const { source, instanceId, syncId } = origin;
    const people = write(writePeopleSql, rows.people.map(personRow));
    await sent(people); // PostgreSQL writes them while the rest is made ready
    await Promise.all([
      people,
      write(writeRecordsSql, rows.records, [source, instanceId, syncId]),
      write(writeSourceContractsSql, rows.contracts),
      write(writeSourceAssignmentsSql, rows.assignments.map(withGroups)),
    ]);
  }
}

/** Lets statements go out. What becomes of them is told to whoever waits for their answers. */
async function sent(answer: Promise<unknown>): Promise<void> {
  answer.catch(() => undefined);
  await new Promise<void>((resolve) => {
    process.nextTick(resolve);
  });
}

function withGroups(post: HeldAssignment) {
  const groups = post.roleCodes.map((code) => staffRole(code).staffGroup);
  return { ...post, staffGroup: groups[0], staffGroups: [...new Set(groups)] };
}
