import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { searchWords } from '../fold.ts';
import { isMemberOn } from '../network/network.queries.ts';
import type {
  NetworkAnswer,
  NetworkQuestion,
  NetworkQuestionFilter,
} from './network-question.types.ts';

interface Written {
  /** Of whoever wrote it. */
  readonly trustId: string;
  readonly hostTrustId: string;
  readonly networkId: string;
  /** Membership of whoever wrote it, as a member or a guest. */
  readonly writerId: string;
}

export type QuestionNode = NetworkQuestion & Written;
export type AnswerNode = NetworkAnswer & Written & { readonly questionId: string };

/** By what somebody belongs to a network. */
export interface Belonging {
  readonly hostTrustId: string;
  readonly networkId: string;
  readonly membershipId: string | null;
  readonly guestId: string | null;
}

const writtenColumns = (table: 'question' | 'answer') => `
  ${table}.id, ${table}.trust_id AS "trustId", ${table}.host_trust_id AS "hostTrustId",
  ${table}.network_id AS "networkId", ${table}.text, ${table}.withdrawn_at AS "withdrawnAt",
  coalesce(${table}.membership_id, ${table}.guest_id) AS "writerId",
  coalesce(${table}.membership_id, ${table}.guest_id) IN (SELECT memberships_of_viewer())
    AS "isViewers",
  (SELECT hiding.reason FROM network_hiding AS hiding
    WHERE hiding.writer_trust_id = ${table}.trust_id AND hiding.${table}_id = ${table}.id
      AND hiding.trust_id = ${table}.host_trust_id AND hiding.network_id = ${table}.network_id)
    AS "hiddenReason"`;

const questionColumns = `${writtenColumns('question')}, question.title,
  question.asked_at AS "askedAt"`;

const answerColumns = `${writtenColumns('answer')}, answer.question_id AS "questionId",
  answer.answered_at AS "answeredAt",
  coalesce(question.helped_answer_id = answer.id, false) AS helped`;

const answerTables = `network_answer AS answer LEFT JOIN network_question AS question
    ON question.trust_id = answer.question_trust_id AND question.id = answer.question_id`;

const isAnsweredSql = `EXISTS (SELECT FROM network_answer AS answer
  WHERE answer.question_trust_id = question.trust_id AND answer.question_id = question.id)`;

/**
 * Questions in networks of the viewer's trust or of allied ones, the latest first. Who reads which, row
 * security says.
 */
export function questionList(
  viewer: Viewer,
  filter: NetworkQuestionFilter | null | undefined,
  ours: boolean,
): List {
  const parameters = new SqlParameters();
  const { text, isAnswered } = filter ?? {};
  const where = [`question.host_trust_id ${ours ? '=' : '<>'} ${parameters.add(viewer.trustId)}`];
  for (const word of searchWords(text ?? '')) {
    where.push(`question.search_text LIKE ${parameters.addContaining(word)}`);
  }
  if (isAnswered != null) where.push(isAnswered ? isAnsweredSql : `NOT ${isAnsweredSql}`);
  return {
    name: `questions ${ours ? 'here' : 'of allies'}`,
    select: questionColumns,
    from: 'network_question AS question',
    where,
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'question.asked_at', type: 'timestamptz' },
        { sql: 'question.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter,
  };
}

/** What the viewer may read of answers, the first one first. */
export function answerList(): List {
  return {
    name: 'NetworkQuestion.answers',
    select: answerColumns,
    from: answerTables,
    where: [],
    parameters: new SqlParameters(),
    sort: {
      name: 'FIRST',
      keys: [
        { sql: 'answer.answered_at', type: 'timestamptz' },
        { sql: 'answer.id', type: 'uuid' },
      ],
    },
  };
}

export const questionsSql = `
  SELECT ${questionColumns} FROM network_question AS question WHERE question.id = ANY ($1::uuid[])`;

export const answersSql = `
  SELECT ${answerColumns} FROM ${answerTables} WHERE answer.id = ANY ($1::uuid[])`;

/**
 * By what a person (`$3`) belongs to a network (`$2`) on a day (`$4`). That an allied trust shares it
 * still is what row security sees to.
 */
export const belongingSql = `
  SELECT trust_id AS "hostTrustId", network_id AS "networkId", id AS "membershipId",
         NULL::uuid AS "guestId"
    FROM network_membership
   WHERE trust_id = $1 AND network_id = $2 AND person_id = $3 AND ${isMemberOn('$4')}
  UNION ALL
  SELECT guest.host_trust_id, guest.network_id, NULL, guest.id
    FROM network_guest AS guest JOIN network_share AS share
      ON share.trust_id = guest.host_trust_id AND share.network_id = guest.network_id
     AND share.allied_trust_id = guest.trust_id AND share.ended_at IS NULL
   WHERE guest.trust_id = $1 AND guest.network_id = $2 AND guest.person_id = $3
     AND guest.joined_on <= $4::date AND (guest.left_on IS NULL OR guest.left_on > $4::date)`;

/** A network (`$2`) of the trust, or one that an allied trust shares with it. */
export const knownNetworkSql = `
  SELECT FROM network WHERE trust_id = $1 AND id = $2
  UNION ALL
  SELECT FROM network_share
   WHERE allied_trust_id = $1 AND trust_id <> $1 AND network_id = $2 AND ended_at IS NULL`;

const writerColumns = 'trust_id, id, host_trust_id, network_id, membership_id, guest_id';

export const askSql = `
  INSERT INTO network_question (${writerColumns}, title, text, search_text)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export const answerSql = `
  INSERT INTO network_answer (${writerColumns}, question_trust_id, question_id, text)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export const markHelpfulSql = `
  UPDATE network_question SET helped_trust_id = $3, helped_answer_id = $4
   WHERE trust_id = $1 AND id = $2`;

export const withdrawQuestionSql = `
  UPDATE network_question SET withdrawn_at = now()
   WHERE trust_id = $1 AND id = $2 AND withdrawn_at IS NULL`;

export const withdrawAnswerSql = `
  UPDATE network_answer SET withdrawn_at = now()
   WHERE trust_id = $1 AND id = $2 AND withdrawn_at IS NULL`;

/** Nothing where it is hidden already. */
export const hideSql = `
  INSERT INTO network_hiding
    (trust_id, id, network_id, writer_trust_id, question_id, answer_id, reason, membership_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT DO NOTHING`;

/** Who belongs to a network (`$2`) on a day (`$4`), without whoever wrote (`$3` is their membership). */
export const othersSql = `
  SELECT person_id AS "personId" FROM network_membership
   WHERE trust_id = $1 AND network_id = $2 AND id <> $3 AND ${isMemberOn('$4')}`;

/** Whose a membership (`$2`) of the trust is, as a member or a guest. */
export const writerSql = `
  SELECT person_id AS "personId" FROM network_membership WHERE trust_id = $1 AND id = $2
  UNION ALL
  SELECT person_id FROM network_guest WHERE trust_id = $1 AND id = $2`;
