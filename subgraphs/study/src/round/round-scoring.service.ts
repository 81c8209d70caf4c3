import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { randomBytes } from 'node:crypto';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import { type RoundRow, sitsOn } from './round.queries.ts';
import type { RoundService } from './round.service.ts';
import { RoundMembersUndeclared } from './round-conflict.types.ts';
import type { BursaryCandidate, ScoreBursaryCandidateInput } from './round-scoring.types.ts';
import {
  RoundLacksScorers,
  RoundNotReady,
  RoundScoresMissing,
  RoundState,
  type StudyRoundInput,
} from './round.types.ts';
import { placesInOrder } from './places-in-order.ts';

interface CandidateRow extends BursaryCandidate {
  readonly roundId: string;
}

type StartRefusal = RoundNotReady | RoundMembersUndeclared | RoundLacksScorers;

/** Scores without names, and the order that comes of them. */
export class RoundScoringService {
  constructor(
    private readonly around: MoneySurroundings,
    private readonly rounds: RoundService,
  ) {}

  /**
   * Lays the applications before the panel once the round has closed.
   *
   * @throws NOT_FOUND when the trust has no such round.
   */
  start(viewer: Viewer, input: StudyRoundInput) {
    const { db, clock } = this.around;
    const { trustId } = viewer;
    return this.#once<StartRefusal>(viewer, 'startRoundScoring', input, async (round) => {
      const isOpen = londonDay(clock()) <= round.closesOn;
      if (round.state !== RoundState.ANNOUNCED || isOpen || !round.isDecidable)
        return new RoundNotReady(round);
      const undeclared = await db.rows<{ id: string }>(undeclaredSql, [trustId, round.id]);
      if (undeclared.length > 0) return new RoundMembersUndeclared(undeclared.map(({ id }) => id));
      const lacking = await db.rows(lackingSql, [trustId, round.id]);
      if (lacking.length > 0) return new RoundLacksScorers();
      await db.rows(layOutSql, [trustId, round.id]);
      await db.rows(recuseSql, [trustId, round.id]);
      await db.rows(startSql, [trustId, round.id, clock()]);
      return this.rounds.find(viewer, round.id);
    });
  }

  /** @returns what the viewer is to score, or all where they run rounds. */
  candidates(viewer: Viewer, roundId: string): Promise<CandidateRow[]> {
    const { trustId, personId } = viewer;
    return this.around.db.rows<CandidateRow>(
      `${candidateSql} AND c.round_id = $2 AND NOT (${isClose('$3::uuid')}) ORDER BY c.id`,
      [trustId, idOrNone(roundId), personId],
    );
  }

  /**
   * @throws NOT_FOUND when the viewer has no such candidate to score.
   * @throws FORBIDDEN when the viewer does not score in the round, or may not score this one.
   */
  async score(viewer: Viewer, input: ScoreBursaryCandidateInput): Promise<BursaryCandidate> {
    const { db, idempotency } = this.around;
    const { trustId, personId } = viewer;
    const find = async (id: string) => {
      const sql = `${candidateSql} AND c.id = $2 AND NOT (${isClose('$3::uuid')})`;
      const [found] = await db.rows<CandidateRow>(sql, [trustId, idOrNone(id), personId]);
      if (!found) throw notFound('candidate');
      return found;
    };
    const score = async () => {
      const candidate = await find(input.candidateId);
      const round = await this.rounds.find(viewer, candidate.roundId, 'FOR SHARE');
      if (!(await sitsOn(db, viewer, round.id))) {
        throw forbidden('Only members of the panel can do this.');
      }
      if (round.state !== RoundState.SCORING) {
        throw new Fault('CONFLICT', 'The round takes no scores now.');
      }
      const { points, note = null } = input;
      await db.rows(scoreSql, [trustId, candidate.id, personId, points, note]);
      return candidate;
    };
    return idempotency.once<BursaryCandidate>(viewer, 'scoreBursaryCandidate', input, score, find);
  }

  /**
   * Fixes the order by mean points, reserved places first. Equal points are told apart by lottery, of
   * which the seed is kept; never by who came first. Those without a place are on the waiting list.
   *
   * @throws NOT_FOUND when the trust has no such round.
   */
  lock(viewer: Viewer, input: StudyRoundInput) {
    const { db, clock } = this.around;
    const { trustId } = viewer;
    return this.#once<RoundNotReady | RoundScoresMissing>(
      viewer,
      'lockStudyRound',
      input,
      async (round) => {
        if (round.state !== RoundState.SCORING) return new RoundNotReady(round);
        const missing = await db.rows<{ id: string }>(missingSql, [trustId, round.id]);
        if (missing.length > 0) return new RoundScoresMissing(missing.map(({ id }) => id));
        const seed = randomBytes(16).toString('hex');
        // Locked first: until then nobody on the panel may know whose a candidate is.
        await db.rows(lockSql, [trustId, round.id, clock(), seed]);
        const scored = await db.rows<Scored>(scoredSql, [trustId, round.id]);
        const order = placesInOrder(scored, round.places, round.reserved, seed);
        await db.rows(orderSql, [trustId, JSON.stringify(order)]);
        await db.rows(waitSql, [trustId, JSON.stringify(order)]);
        return this.rounds.find(viewer, round.id);
      },
    );
  }

  #once<No extends StartRefusal | RoundScoresMissing>(
    viewer: Viewer,
    mutation: string,
    input: StudyRoundInput,
    work: (round: RoundRow) => Promise<RoundRow | No>,
  ): Promise<RoundRow | No> {
    return this.around.idempotency.once<RoundRow, No>(
      viewer,
      mutation,
      input,
      async () => {
        const round = await this.rounds.find(viewer, input.roundId, 'FOR UPDATE');
        if (await sitsOn(this.around.db, viewer, round.id)) {
          throw forbidden('Whoever scores in a round does not run it.');
        }
        return work(round);
      },
      (id) => this.rounds.find(viewer, id),
    );
  }
}

interface Scored {
  readonly id: string;
  readonly points: number;
  readonly staffGroups: readonly string[];
}

/** The person may not score candidate `c`: they wrote it, manage its writer, or said that they are close. */
const isClose = (person: string) => `EXISTS (
  SELECT 1 FROM bursary_recusal x WHERE x.trust_id = c.trust_id AND x.candidate_id = c.id
     AND x.member_id = ${person})`;

/** Member `m` wrote application `a`, manages its writer, or said that they are close to them. */
const mayNotScore = `m.person_id = a.person_id OR EXISTS (
  SELECT 1 FROM roster_person p, jsonb_to_recordset(p.managers) AS link ("personId" uuid)
   WHERE p.trust_id = a.trust_id AND p.id = a.person_id AND link."personId" = m.person_id) OR EXISTS (
  SELECT 1 FROM round_conflict f WHERE f.trust_id = a.trust_id AND f.round_id = a.round_id
     AND f.member_id = m.person_id AND f.person_id = a.person_id)`;

const undeclaredSql = `
  SELECT person_id AS id FROM round_member
   WHERE trust_id = $1 AND round_id = $2 AND declared_at IS NULL ORDER BY person_id`;

const candidateSql = `
  SELECT c.id, c.round_id AS "roundId", c.programme_code AS "programmeCode", c.statement,
         c.project_question AS "projectQuestion", c.place, c.is_drawn AS "isDrawn",
         (c.mean_points * 100)::integer AS "meanPointsHundredths"
    FROM bursary_candidate c WHERE c.trust_id = $1`;

const lackingSql = `
  SELECT a.id FROM bursary_application a
    JOIN round_member m ON m.trust_id = a.trust_id AND m.round_id = a.round_id
   WHERE a.trust_id = $1 AND a.round_id = $2 AND a.stage = 'SUBMITTED'
   GROUP BY a.id HAVING count(*) FILTER (WHERE NOT (${mayNotScore})) < 2 LIMIT 1`;

const recuseSql = `
  INSERT INTO bursary_recusal (trust_id, candidate_id, member_id)
  SELECT a.trust_id, link.candidate_id, m.person_id FROM bursary_application a
    JOIN bursary_candidate_person link ON link.trust_id = a.trust_id AND link.application_id = a.id
    JOIN round_member m ON m.trust_id = a.trust_id AND m.round_id = a.round_id
   WHERE a.trust_id = $1 AND a.round_id = $2 AND (${mayNotScore})`;

const layOutSql = `
  WITH drawn AS (
    UPDATE bursary_application SET stage = 'PANEL', version = version + 1
     WHERE trust_id = $1 AND round_id = $2 AND stage = 'SUBMITTED'
    RETURNING gen_random_uuid() AS candidate_id, id, programme_code, statement, project_question
  ), laid AS (
    INSERT INTO bursary_candidate (trust_id, id, round_id, programme_code, statement, project_question)
    SELECT $1, candidate_id, $2, programme_code, statement, project_question FROM drawn
    RETURNING id)
  INSERT INTO bursary_candidate_person (trust_id, candidate_id, application_id)
  SELECT $1, candidate_id, drawn.id FROM drawn JOIN laid ON laid.id = candidate_id`;

const startSql = 'UPDATE study_round SET scoring_from = $3 WHERE trust_id = $1 AND id = $2';

const scoreSql = `
  INSERT INTO bursary_score (trust_id, candidate_id, member_id, number, points, note)
  SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5 FROM bursary_score
   WHERE trust_id = $1 AND candidate_id = $2 AND member_id = $3`;

const newestSql = `
  SELECT DISTINCT ON (candidate_id, member_id) candidate_id, member_id, points FROM bursary_score
   WHERE trust_id = $1 ORDER BY candidate_id, member_id, number DESC`;

const missingSql = `
  SELECT c.id FROM bursary_candidate c
    LEFT JOIN (${newestSql}) AS s ON s.candidate_id = c.id
   WHERE c.trust_id = $1 AND c.round_id = $2 GROUP BY c.id HAVING count(s.member_id) < 2 ORDER BY c.id`;

const lockSql = `
  UPDATE study_round SET locked_at = $3, lottery_seed = $4 WHERE trust_id = $1 AND id = $2`;

const scoredSql = `
  SELECT c.id, round(avg(s.points), 2)::float8 AS points, a.staff_groups AS "staffGroups"
    FROM bursary_candidate c
    JOIN bursary_candidate_person link ON link.trust_id = c.trust_id AND link.candidate_id = c.id
    JOIN bursary_application a ON a.trust_id = c.trust_id AND a.id = link.application_id
    JOIN (${newestSql}) AS s ON s.candidate_id = c.id
   WHERE c.trust_id = $1 AND c.round_id = $2 AND a.stage = 'PANEL'
   GROUP BY c.id, a.staff_groups`;

const orderSql = `
  UPDATE bursary_candidate AS c
     SET mean_points = o.points, place = o.place, is_drawn = o."isDrawn"
    FROM json_to_recordset($2) AS o (id uuid, points numeric, place integer, "isDrawn" boolean)
   WHERE c.trust_id = $1 AND c.id = o.id`;

const waitSql = `
  UPDATE bursary_application AS a SET stage = 'WAITLISTED', version = version + 1
    FROM json_to_recordset($2) AS o (id uuid)
    JOIN bursary_candidate_person link ON link.candidate_id = o.id AND link.trust_id = $1
   WHERE a.trust_id = $1 AND a.id = link.application_id`;
