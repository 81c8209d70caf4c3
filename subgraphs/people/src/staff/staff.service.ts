import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffRole } from '../assignment/staff-role.codes.ts';
import {
  conflictsSql,
  personRow,
  writeAssignmentsSql,
  writeContractsSql,
  writePeopleSql,
} from './staff.queries.ts';
import { tidyEmail } from '../tidy-text.ts';
import { problemsOf } from './staff-record.check.ts';
import type { RefusedRecord, StaffRecord, StaffReport } from './staff.types.ts';

/** The one way by which people, contracts and assignments are written in bulk. */
export class StaffService {
  constructor(private readonly db: Database) {}

  /**
   * Makes or updates people with their contracts and posts. The same records again change nothing.
   * What a record does not mention stays: ending is said with a date. A record with a problem is
   * passed over whole; the others are written.
   */
  async record(viewer: Viewer, records: readonly StaffRecord[]): Promise<StaffReport> {
    const schoolIds = await this.#schoolIds(viewer);
    const refused = refusalsOf(records, schoolIds);
    const sound = records.filter(({ id }) => !refused.has(id));
    let changed = 0;
    for (let start = 0; start < sound.length; start += batchSize) {
      const batch = sound.slice(start, start + batchSize);
      const conflicts = await this.#conflicts(viewer, batch);
      for (const [id, reasons] of conflicts) refused.set(id, reasons);
      const free = batch.filter(({ id }) => !conflicts.has(id));
      changed += await this.#write(viewer, free);
    }
    const passedOver: RefusedRecord[] = [...refused].map(([id, reasons]) => ({ id, reasons }));
    return { changed, unchanged: records.length - refused.size - changed, refused: passedOver };
  }

  async #schoolIds({ trustId }: Viewer): Promise<ReadonlySet<string>> {
    const rows = await this.db.rows<{ id: string }>('SELECT id FROM school WHERE trust_id = $1', [
      trustId,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async #conflicts({ trustId }: Viewer, batch: readonly StaffRecord[]) {
    const json = [batch.map(personRow), batch.flatMap(contractRows), batch.flatMap(assignmentRows)];
    const rows = await this.db.rows<{ personId: string; reason: string }>(conflictsSql, [
      trustId,
      ...json.map((part) => JSON.stringify(part)),
    ]);
    const byPerson = Map.groupBy(rows, ({ personId }) => personId);
    return new Map([...byPerson].map(([id, found]) => [id, found.map(({ reason }) => reason)]));
  }

  /** @returns how many people there are of whom something was written. */
  async #write({ trustId }: Viewer, batch: readonly StaffRecord[]): Promise<number> {
    const touched = new Set<string>();
    const parts = [
      [writePeopleSql, batch.map(personRow)],
      [writeContractsSql, batch.flatMap(contractRows)],
      [writeAssignmentsSql, batch.flatMap(assignmentRows)],
    ] as const;
    for (const [sql, rows] of parts) {
      if (rows.length === 0) continue;
      const written = await this.db.rows<{ personId: string }>(sql, [
        trustId,
        JSON.stringify(rows),
      ]);
      for (const { personId } of written) touched.add(personId);
    }
    return touched.size;
  }
}

/** People a batch: some 1,500 rows, a few milliseconds of one statement. */
const batchSize = 500;

/** Problems of each record in itself, and of those that claim what a record before them has. */
function refusalsOf(records: readonly StaffRecord[], schoolIds: ReadonlySet<string>) {
  const refused = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const record of records) {
    const reasons = problemsOf(record, schoolIds);
    const { id, workEmail, trn } = record;
    const claims = [
      `id ${id}`,
      ...(workEmail === null ? [] : [`e-mail ${tidyEmail(workEmail)}`]),
      ...(trn === null ? [] : [`TRN ${trn}`]),
    ];
    if (claims.some((claim) => taken.has(claim))) {
      reasons.push('Another record has the same id, work e-mail or TRN.');
    }
    for (const claim of claims) taken.add(claim);
    if (reasons.length > 0) refused.set(id, reasons);
  }
  return refused;
}

function contractRows({ id: personId, contracts }: StaffRecord) {
  return contracts.map(({ id, type, payrollNumber, startsOn, endsOn }) => {
    return { id, personId, type, payrollNumber, startsOn, endsOn };
  });
}

function assignmentRows({ id: personId, contracts }: StaffRecord) {
  return contracts.flatMap(({ id: contractId, assignments }) =>
    assignments.map((assignment) => {
      const staffGroups = assignment.roleCodes.map((code) => staffRole(code).staffGroup);
      const [staffGroup] = staffGroups;
      return {
        ...{ ...assignment, personId, contractId, staffGroup },
        staffGroups: [...new Set(staffGroups)],
      };
    }),
  );
}
