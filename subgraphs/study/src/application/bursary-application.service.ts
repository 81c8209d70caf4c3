import { badUserInput, Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import { daysAt, ReleaseRequestService } from '../release/release-request.service.ts';
import { type RoundRow, roundsById } from '../round/round.queries.ts';
import { RoundState } from '../round/round.types.ts';
import {
  AppliedAlready,
  BursaryApplicationMovedOn,
  type BursaryApplicationVersionInput,
  type CommentOnBursaryApplicationInput,
  type DraftBursaryApplicationInput,
  type GiveBursaryFeedbackInput,
  NotForThisRound,
} from './bursary-application-change.types.ts';
import {
  applicationsById,
  type BursaryApplicationRow,
  knownApplications,
} from './bursary-application.queries.ts';
import { RoundRules } from './round-rules.ts';

type Row = BursaryApplicationRow;
type Work<No> = (application: Row) => Promise<No | undefined>;

/** What people ask of a round, and what their managers and heads say to it. */
export class BursaryApplicationService {
  readonly #around: MoneySurroundings;
  readonly #rules: RoundRules;
  readonly #requests: ReleaseRequestService;

  constructor(around: MoneySurroundings) {
    this.#around = around;
    this.#rules = new RoundRules(around.db);
    this.#requests = new ReleaseRequestService(around.db);
  }

  /**
   * Writes a draft for oneself.
   *
   * @throws NOT_FOUND when the trust has no such round or goal, or one does not work at that school.
   * @throws BAD_USER_INPUT when the days at schools are not those of release together.
   */
  draft(viewer: Viewer, input: DraftBursaryApplicationInput) {
    const { db, idempotency } = this.#around;
    const { trustId, personId } = viewer;
    const draft = async () => {
      if (personId === null) throw forbidden('Only a person can apply.');
      const round = await this.#roundOf(viewer, input.roundId);
      const { wrong, staffGroups } = await this.#rules.check(viewer, personId, round, input);
      const days = daysAt(input);
      await this.#requests.checkPosts(viewer, personId, days, this.#today());
      if (wrong.length > 0) return new NotForThisRound(wrong);
      const id = newId();
      const written = await db.rows(draftSql, [
        ...[trustId, id, round.id, personId, idOrNone(input.schoolId).toLowerCase(), staffGroups],
        ...[input.programmeCode, input.costPence, input.releaseDays, input.goalId ?? null],
        ...[input.statement, input.projectQuestion ?? null],
      ]);
      if (written.length > 0) {
        await this.#requests.say(viewer, id, days);
        return this.find(viewer, id);
      }
      const all = await knownApplications(db, viewer, round.id, this.#today());
      const standing = all.find((one) => one.personId === personId && one.stage !== 'WITHDRAWN');
      if (!standing) throw new Error('an application stands in the way and cannot be found');
      return new AppliedAlready(standing);
    };
    const again = (id: string) => this.find(viewer, id);
    return idempotency.once<Row, NotForThisRound | AppliedAlready>(
      ...[viewer, 'draftBursaryApplication', input, draft, again],
    );
  }

  /** Hands a draft in, while the round takes applications. @throws as `change` does. */
  submit(viewer: Viewer, input: BursaryApplicationVersionInput) {
    return this.change(viewer, 'submitBursaryApplication', input, async (application) => {
      if (application.personId !== viewer.personId) throw notFound('application');
      if (application.stage !== 'DRAFT') return new BursaryApplicationMovedOn(application.state);
      const round = await this.#roundOf(viewer, application.roundId);
      const { wrong } = await this.#rules.check(viewer, application.personId, round, application);
      const today = this.#today();
      if (today < round.opensOn || today > round.closesOn || round.state !== RoundState.ANNOUNCED) {
        wrong.push(`The round takes applications from ${round.opensOn} to ${round.closesOn}.`);
      }
      if (wrong.length > 0) return new NotForThisRound(wrong);
      await this.#requests.ask(viewer, application, today);
      const set = "stage = 'SUBMITTED', submitted_at = $3";
      return this.#set(viewer, application, set, [this.#around.clock()]);
    });
  }

  /**
   * A line manager comments; the application goes on whatever they say, and if they say nothing.
   *
   * @throws FORBIDDEN where the viewer is the applicant or answers for them otherwise than as manager.
   */
  comment(viewer: Viewer, input: CommentOnBursaryApplicationInput) {
    return this.change(viewer, 'commentOnBursaryApplication', input, async (application) => {
      if (!(await this.#rules.manages(viewer, application.personId, this.#today()))) {
        throw forbidden('Only their line manager comments.');
      }
      if (application.stage !== 'SUBMITTED') {
        return new BursaryApplicationMovedOn(application.state);
      }
      const set = 'manager_id = $3, manager_comment = $4';
      return this.#set(viewer, application, set, [viewer.personId, input.comment]);
    });
  }

  /** The applicant takes it back before there is an offer. @throws as `change` does. */
  withdraw(viewer: Viewer, input: BursaryApplicationVersionInput) {
    return this.#moveOwn(viewer, 'withdrawBursaryApplication', input, 'WITHDRAWN');
  }

  /** The applicant puts it off to a later round; the next in the order moves up. */
  defer(viewer: Viewer, input: BursaryApplicationVersionInput) {
    return this.#moveOwn(viewer, 'deferBursaryApplication', input, 'DEFERRED');
  }

  /** Somebody who runs rounds gives feedback to an applicant without an offer. */
  giveFeedback(viewer: Viewer, input: GiveBursaryFeedbackInput) {
    return this.change(viewer, 'giveBursaryFeedback', input, async (application) => {
      if (application.stage !== 'WAITLISTED') {
        return new BursaryApplicationMovedOn(application.state);
      }
      return this.#set(viewer, application, 'feedback = $3', [input.feedback]);
    });
  }

  /** @returns those that the viewer may know of, newest first. */
  known(viewer: Viewer, roundId: string | null | undefined): Promise<Row[]> {
    const id = roundId == null ? null : idOrNone(roundId);
    return knownApplications(this.#around.db, viewer, id, this.#today());
  }

  /** @throws NOT_FOUND when there is none that the viewer may know of. */
  async find(viewer: Viewer, id: string, lock: '' | 'FOR UPDATE OF a' = ''): Promise<Row> {
    const ids = [idOrNone(id)];
    const [found] = await applicationsById(this.#around.db, viewer, ids, this.#today(), lock);
    if (!found) throw notFound('application');
    return found;
  }

  /**
   * Does the work once, on an application that nobody else changes meanwhile.
   *
   * @param work what it answers instead of nothing is a refusal.
   * @throws NOT_FOUND, or CONFLICT when the version is not the current one, which it then tells.
   */
  change<No extends Refusal>(
    viewer: Viewer,
    mutation: string,
    input: BursaryApplicationVersionInput,
    work: Work<No>,
  ): Promise<Row | No> {
    const change = async () => {
      const application = await this.find(viewer, input.id, 'FOR UPDATE OF a');
      const { version: currentVersion } = application;
      if (currentVersion !== input.version) {
        throw new Fault('CONFLICT', 'Somebody else changed this application first.', {
          currentVersion,
        });
      }
      return (await work(application)) ?? this.find(viewer, application.id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.#around.idempotency.once<Row, No>(viewer, mutation, input, change, again);
  }

  #moveOwn(
    viewer: Viewer,
    mutation: string,
    input: BursaryApplicationVersionInput,
    stage: 'WITHDRAWN' | 'DEFERRED',
  ) {
    const open = ['DRAFT', 'SUBMITTED', 'PANEL', 'WAITLISTED'];
    const from = stage === 'DEFERRED' ? open.slice(1) : open;
    return this.change(viewer, mutation, input, async (application) => {
      if (application.personId !== viewer.personId) throw notFound('application');
      if (!from.includes(application.stage))
        return new BursaryApplicationMovedOn(application.state);
      return this.#set(viewer, application, 'stage = $3', [stage]);
    });
  }

  async #set({ trustId }: Viewer, { id }: Row, set: string, values: readonly unknown[]) {
    await this.#around.db.rows(
      `UPDATE bursary_application SET ${set}, version = version + 1 WHERE trust_id = $1 AND id = $2`,
      [trustId, id, ...values],
    );
    return undefined;
  }

  async #roundOf(viewer: Viewer, id: string): Promise<RoundRow> {
    const [round] = await roundsById(this.#around.db, viewer, [idOrNone(id)], 'FOR SHARE');
    if (!round) throw notFound('study round');
    if (round.state !== RoundState.ANNOUNCED) throw badUserInput('The round is closed.');
    return round;
  }

  #today(): string {
    return londonDay(this.#around.clock());
  }
}

const draftSql = `
  INSERT INTO bursary_application (trust_id, id, round_id, person_id, school_id, staff_groups,
    programme_code, cost_pence, release_days, goal_id, statement, project_question)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (trust_id, round_id, person_id) WHERE stage <> 'WITHDRAWN' DO NOTHING RETURNING id`;
