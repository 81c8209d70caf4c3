import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import { type EntityManager, In } from 'typeorm';
import { ProgrammeEntity } from './programme.entity.ts';
import type { Programme, ProgrammeFilter } from './programme.types.ts';

const columns = `id, code, name, kind, staff_groups AS "staffGroups", level,
  typical_months AS "typicalMonths", description, valid_from AS "validFrom",
  valid_to AS "validTo", source, provider, cost_pence AS "costPence",
  entry_needs AS "entryNeeds", completion_evidence AS "completionEvidence",
  own_of_trust_id IS NOT NULL AS "isOwn"`;

/** @param today the day that counts when the filter names none. */
export function programmeList(given: ProgrammeFilter | null | undefined, today: string): List {
  const { kind, staffGroup, text } = given ?? {};
  const runningOn = given?.runningOn ?? today;
  const parameters = new SqlParameters();
  const day = parameters.add(runningOn);
  const where = [`valid_from <= ${day}`, `(valid_to > ${day} OR valid_to IS NULL)`];
  if (kind) where.push(`kind = ${parameters.add(kind)}`);
  if (staffGroup) where.push(`${parameters.add(staffGroup)} = ANY (staff_groups)`);
  if (text)
    where.push(`lower(name || ' ' || code) LIKE ${parameters.addContaining(text.toLowerCase())}`);
  const keys = [
    { sql: 'lower(name COLLATE "C")', type: 'text' },
    { sql: 'id', type: 'uuid' },
  ] as const;
  const sort = { name: 'NAME', keys };
  const filter = { kind, staffGroup, runningOn, text };
  return {
    name: 'programmes',
    select: columns,
    from: 'programme',
    where,
    parameters,
    sort,
    filter,
  };
}

/** The programme of that code as it runs today; where it does not, as it is to run or ran last. */
export async function findProgramme(
  db: Database,
  code: string,
  today: string,
): Promise<Programme | undefined> {
  const [programme] = await db.rows<Programme>(
    `SELECT ${columns} FROM programme WHERE code = $1
      ORDER BY valid_from <= $2 AND (valid_to > $2 OR valid_to IS NULL) DESC, valid_from DESC LIMIT 1`,
    [code, today],
  );
  return programme;
}

/** @returns the programmes of those codes that can be started on the day, by name. */
export function programmesRunningOn(
  db: Database,
  codes: readonly string[],
  day: string,
): Promise<Programme[]> {
  return db.rows<Programme>(
    `SELECT ${columns} FROM programme
      WHERE code = ANY ($1) AND valid_from <= $2 AND (valid_to > $2 OR valid_to IS NULL)
      ORDER BY lower(name COLLATE "C"), id`,
    [codes, day],
  );
}

/** @returns the programmes of those ids, in any order. */
export function programmesById(db: Database, ids: readonly string[]): Promise<Programme[]> {
  return db.rows<Programme>(`SELECT ${columns} FROM programme WHERE id = ANY ($1)`, [ids]);
}

/** @returns each version of each of those codes, oldest first; a code that is not there is unknown. */
export async function programmeVersions(
  tx: EntityManager,
  codes: readonly string[],
): Promise<ReadonlyMap<string, ProgrammeEntity[]>> {
  const versions = await tx.find(ProgrammeEntity, {
    where: { code: In([...new Set(codes)]) },
    order: { validFrom: 'ASC' },
  });
  return Map.groupBy(versions, ({ code }) => code);
}

/** @returns whether somebody can start it on that day. */
export function runsOn({ validFrom, validTo }: ProgrammeEntity, day: string): boolean {
  return validFrom <= day && (validTo === null || day < validTo);
}
