import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { subjects } from '../assignment/staff-role.codes.ts';
import { searchWords } from '../fold.ts';
import { isMemberOn } from '../network/network.queries.ts';
import { phases } from '../school/gias.codes.ts';
import type {
  NetworkOutput,
  NetworkOutputFilter,
  NetworkOutputVersion,
} from './network-output.types.ts';

interface OfOutput {
  readonly networkId: string;
  /** Memberships of the authors, in the order in which they are named. */
  readonly authorIds: readonly string[];
}

/** Codes as SQL gives them. */
interface Codes {
  readonly subjectCode: string | null;
  readonly phaseCodes: readonly string[];
}

export type OutputNode = NetworkOutput & OfOutput;
export type OutputRow = Omit<OutputNode, 'subject' | 'phases'> & Codes;
/** `writerId` is a membership too. */
export type OutputVersionNode = NetworkOutputVersion & OfOutput & { readonly writerId: string };
export type OutputVersionRow = Omit<OutputVersionNode, 'subject' | 'phases'> & Codes;

/** An output or a version of one, with what its codes mean. */
export function withCodes<Row extends Codes>(row: Row) {
  const { subjectCode, phaseCodes } = row;
  return {
    ...row,
    subject: subjectCode === null ? null : subjects.get(subjectCode),
    phases: phaseCodes.map((code) => phases.get(code)),
  };
}

const contentColumns = `
  written.network_id AS "networkId", written.title, written.kind,
  written.subject_code AS "subjectCode", written.phase_codes AS "phaseCodes", written.text,
  written.link, ARRAY(SELECT author.membership_id FROM network_output_author AS author
    WHERE author.trust_id = written.trust_id AND author.output_id = written.output_id
      AND author.version = written.number ORDER BY author.place) AS "authorIds"`;

const outputColumns = `output.id, ${contentColumns}, output.audience,
  output.changed_at AS "changedAt", output.withdrawn_at AS "withdrawnAt",
  output.withdrawal_reason AS "withdrawalReason", output.version`;

/** Outputs, each with its current version. */
const outputTables = `network_output AS output JOIN network_output_version AS written
    ON written.trust_id = output.trust_id AND written.output_id = output.id
   AND written.number = output.version`;

/** Outputs of networks of the viewer's trust, or of allied ones; who reads which, row security says. */
export enum WhoseOutputs {
  OURS = '=',
  ALLIES = '<>',
}

/** Outputs that the viewer may read and the filter lets through, the latest to change first. */
export function outputList(
  viewer: Viewer,
  filter: NetworkOutputFilter | null | undefined,
  whose: WhoseOutputs,
): List {
  const parameters = new SqlParameters();
  const { kind, subjectCode, phaseCode, text, audience, isWithdrawn } = filter ?? {};
  const where = [
    `output.trust_id ${whose} ${parameters.add(viewer.trustId)}`,
    `output.withdrawn_at IS ${isWithdrawn === true ? 'NOT NULL' : 'NULL'}`,
  ];
  if (audience != null) where.push(`output.audience = ${parameters.add(audience)}`);
  for (const word of searchWords(text ?? '')) {
    where.push(`output.search_text LIKE ${parameters.addContaining(word)}`);
  }
  if (kind != null) where.push(`written.kind = ${parameters.add(kind)}`);
  if (subjectCode != null) where.push(`written.subject_code = ${parameters.add(subjectCode)}`);
  if (phaseCode != null) {
    where.push(
      `(written.phase_codes = '{}' OR ${parameters.add(phaseCode)} = ANY (written.phase_codes))`,
    );
  }
  return {
    name: `outputs ${whose}`,
    select: outputColumns,
    from: outputTables,
    where,
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'output.changed_at', type: 'timestamptz' },
        { sql: 'output.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter,
  };
}

/** What the viewer may read of how outputs were written, the latest version first. */
export function outputVersionList(): List {
  return {
    name: 'NetworkOutput.versions',
    select: `written.number, written.what_changed AS "whatChanged",
      written.written_at AS "writtenAt", written.membership_id AS "writerId", ${contentColumns}`,
    from: 'network_output_version AS written',
    where: [],
    parameters: new SqlParameters(),
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'written.number', type: 'integer' },
        { sql: 'written.output_id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

export const outputSql = `
  SELECT ${outputColumns} FROM ${outputTables} WHERE output.trust_id = $1 AND output.id = $2`;

export const outputsSql = `
  SELECT ${outputColumns} FROM ${outputTables} WHERE output.id = ANY ($1::uuid[])`;

/** Holds an output (`$2`) until commit, so that its versions come one after the other. */
export const holdOutputSql = `
  SELECT id FROM network_output WHERE trust_id = $1 AND id = $2 FOR NO KEY UPDATE`;

export const writeOutputSql = `
  INSERT INTO network_output (trust_id, id, network_id, audience, search_text, shown_from)
  VALUES ($1, $2, $3, $4, $5, CASE WHEN $4 <> 'AUTHORS' THEN 1 END)`;

/** Adds a version (`$4`) to an output (`$3`) of a network (`$2`). */
export const addVersionSql = `
  INSERT INTO network_output_version (trust_id, network_id, output_id, number, title, kind,
    subject_code, phase_codes, text, link, what_changed, membership_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

/** Says by memberships (`$5`) who wrote a version (`$4`) of an output (`$3`) of a network (`$2`). */
export const addAuthorsSql = `
  INSERT INTO network_output_author
    (trust_id, network_id, output_id, version, place, membership_id)
  SELECT $1, $2, $3, $4, named.place, named.id
    FROM unnest($5::uuid[]) WITH ORDINALITY AS named (id, place)`;

export const reviseOutputSql = `
  UPDATE network_output SET version = $3, search_text = $4, changed_at = now()
   WHERE trust_id = $1 AND id = $2`;

export const publishOutputSql = `
  UPDATE network_output SET audience = $3, shown_from = coalesce(shown_from, version)
   WHERE trust_id = $1 AND id = $2`;

export const withdrawOutputSql = `
  UPDATE network_output SET withdrawn_at = now(), withdrawal_reason = $3
   WHERE trust_id = $1 AND id = $2`;

/**
 * Which of the people (`$3`) may be named as authors: members of the network (`$2`) on a day (`$4`), and
 * those of the memberships `$5`, which are authors already. Each as the latest of their memberships.
 */
export const nameableSql = `
  SELECT DISTINCT ON (person_id) person_id AS "personId", id FROM network_membership
   WHERE trust_id = $1 AND network_id = $2 AND person_id = ANY ($3::uuid[])
     AND ((${isMemberOn('$4')}) OR id = ANY ($5::uuid[]))
   ORDER BY person_id, joined_on DESC, id DESC`;
