import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { EntityManager } from 'typeorm';
import { lockFunds } from '../fund/fund.queries.ts';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { programmeVersions } from '../programme/programme.queries.ts';
import {
  AlreadyWithdrawn,
  type AwardBursaryInput,
  type AwardRefusal,
  EmployedElsewhere,
  PersonLeaving,
  type WithdrawAwardInput,
} from './award-change.types.ts';
import { alreadyAwarded, AwardDecisions } from './award-decisions.ts';
import type { AwardCommand } from './award.command.ts';
import { agreementsById } from '../agreement/agreement.queries.ts';
import type { OfferAwardInput } from './award-life.types.ts';
import { AwardStatus } from './award.types.ts';
import { employmentOf, isAgency } from '../employment/employment.queries.ts';
import { cancelInstalments } from '../instalment/instalment.queries.ts';
import { tellOfAwards } from './award-events.ts';
import { LineService } from './line.service.ts';
import { withdrawalCodes } from './study-reason.codes.ts';
import { AwardEntity } from './award.entity.ts';
import { answersFor, awardsInTheWay, keyOf, type StandingKey } from './award.queries.ts';

/** What a withdrawal needs; `withdrawnOn` is today unless the caller records what was. */
export interface WithdrawCommand {
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly reasonCode?: string | null | undefined;
  readonly withdrawnOn?: string;
}

/** Makes awards and takes them back; the money of a fund always adds up. */
export class AwardService {
  readonly #db: Database;
  readonly #people: EntityDirectory;
  readonly #idempotency: Idempotency;
  readonly #clock: Clock;
  readonly #lines: LineService;

  constructor(db: Database, people: EntityDirectory, idempotency: Idempotency, clock: Clock) {
    this.#db = db;
    this.#people = people;
    this.#idempotency = idempotency;
    this.#clock = clock;
    this.#lines = new LineService(db);
  }

  /**
   * Awards part of a fund to a person for one programme. Asks people whether the person and the school
   * exist before a connection is taken, so that a slow answer holds nobody up.
   *
   * @returns the award, or the refusal that a person can act on.
   * @throws NOT_FOUND when the viewer cannot see such a fund, person, school or programme.
   */
  async award(viewer: Viewer, input: AwardBursaryInput): Promise<AwardEntity | AwardRefusal> {
    const { fundId, programmeCode, amountPence } = input;
    const whom = await this.#knownTo(viewer, input);
    const awardedOn = londonDay(this.#clock());
    const lines = [{ fundId: idOrNone(fundId).toLowerCase(), amountPence }];
    const command = { ...whom, programmeCode, costPence: amountPence, lines, awardedOn };
    return this.#idempotency.once<AwardEntity, AwardRefusal>(
      viewer,
      'awardBursary',
      input,
      () => this.offer(viewer, command),
      (id) => this.#recall(viewer, id),
    );
  }

  /**
   * Offers an award that lines of one or more sources pay over one or more years.
   *
   * @returns the offer, or the refusal that a person can act on.
   * @throws NOT_FOUND when the viewer cannot see such a fund, person, school, programme or agreement.
   */
  async offerTo(viewer: Viewer, input: OfferAwardInput): Promise<AwardEntity | AwardRefusal> {
    const { programmeCode, costPence, capPence = null, acceptBefore } = input;
    const whom = await this.#knownTo(viewer, input);
    const awardedOn = londonDay(this.#clock());
    if (acceptBefore <= awardedOn) throw badUserInput('acceptBefore is a day to come.');
    const lines = input.lines.map(({ fundId, ...line }) => ({
      ...line,
      fundId: fundId == null ? null : idOrNone(fundId).toLowerCase(),
    }));
    const agreementId =
      input.agreementId == null ? null : idOrNone(input.agreementId).toLowerCase();
    const command = { ...whom, programmeCode, costPence, capPence, lines, awardedOn };
    return this.#idempotency.once<AwardEntity, AwardRefusal>(
      viewer,
      'offerAward',
      input,
      async () => {
        const { ageAtStart = null } = input;
        if (agreementId !== null) {
          const [agreement] = await agreementsById(this.#db, viewer, [agreementId]);
          if (!agreement) throw notFound('agreement');
        }
        return this.offer(viewer, { ...command, ageAtStart, offer: { acceptBefore, agreementId } });
      },
      (id) => this.#recall(viewer, id),
    );
  }

  /**
   * Makes one award to somebody who stays, or with `command.offer` an offer of one. The caller vouches
   * for the person and the school.
   *
   * @returns the award, or the refusal that a person can act on.
   * @throws NOT_FOUND when the viewer's trust has no such fund, or there is no such programme.
   */
  async offer(viewer: Viewer, command: AwardCommand): Promise<AwardEntity | AwardRefusal> {
    const [employment] = await employmentOf(this.#db, viewer, [command.personId]);
    if (employment?.leavesOn) return new PersonLeaving(employment.leavesOn);
    if (employment && isAgency(employment)) return new EmployedElsewhere();
    const [result] = await this.awardAll(viewer, [command]);
    if (!result) throw new Error('an award has neither been made nor refused');
    return result;
  }

  /**
   * Makes many awards by the same rules, each seeing those before it. The caller vouches for people and
   * schools. A command whose id was used before answers the award that it made.
   *
   * Holds the funds until commit, so that two awards made at once cannot overspend one.
   *
   * @returns what came of each, in the order of the commands.
   * @throws NOT_FOUND when the viewer's trust has no such fund, or there is no such programme.
   */
  awardAll(
    viewer: Viewer,
    commands: readonly AwardCommand[],
  ): Promise<(AwardEntity | AwardRefusal)[]> {
    return this.#db.transaction(async (tx) => {
      const fundIds = commands.flatMap(({ lines }) => lines.flatMap(({ fundId }) => fundId ?? []));
      const funds = await lockFunds(tx, viewer, fundIds);
      const codes = commands.map(({ programmeCode }) => programmeCode);
      const programmes = await programmeVersions(tx, codes);
      const keys = commands.flatMap((command): StandingKey[] => {
        const years = command.lines.flatMap(
          ({ fundId, academicYear }) => funds.get(fundId ?? '')?.academicYear ?? academicYear ?? [],
        );
        return years.length > 0 ? [{ ...command, academicYear: Math.min(...years) }] : [];
      });
      const ids = commands.flatMap(({ id }) => id ?? []);
      const inTheWay = await awardsInTheWay(tx, viewer, keys, ids);

      const decisions = new AwardDecisions(viewer, { funds, programmes, inTheWay });
      const decided = commands.map((command) => decisions.decide(command));
      const beaten = await this.#write(
        tx,
        viewer,
        decisions.made.map(({ award }) => award),
      );
      const made = decisions.made.filter(({ award }) => !beaten.has(award.id));
      await this.#lines.commit(viewer, made);
      const active = made.filter(({ award }) => award.status === AwardStatus.ACTIVE);
      await tellOfAwards(
        this.#db,
        viewer,
        'award.made',
        active.map(({ award }) => award),
      );
      return decided.map((one) => (one instanceof AwardEntity && beaten.get(one.id)) || one);
    });
  }

  /**
   * Takes an award back; its money is the fund's again.
   *
   * @returns the award as it is now, or the refusal.
   * @throws NOT_FOUND, or CONFLICT when the version is not the current one, which it then tells.
   */
  withdraw(viewer: Viewer, input: WithdrawAwardInput): Promise<AwardEntity | AlreadyWithdrawn> {
    if (input.reasonCode != null && !withdrawalCodes.has(input.reasonCode)) {
      throw badUserInput('reasonCode is none of the withdrawal reasons of the register of NPQs.');
    }
    return this.#idempotency.once<AwardEntity, AlreadyWithdrawn>(
      viewer,
      'withdrawAward',
      input,
      () => this.withdrawNow(viewer, input),
      (id) => this.#recall(viewer, id),
    );
  }

  /** The same for a caller that needs no idempotency key and may say when it was. */
  withdrawNow(viewer: Viewer, command: WithdrawCommand): Promise<AwardEntity | AlreadyWithdrawn> {
    return this.#db.transaction(async (tx) => {
      const key = { trustId: viewer.trustId, id: idOrNone(command.id) };
      const award = await tx.findOne(AwardEntity, {
        where: key,
        lock: { mode: 'pessimistic_write' },
      });
      if (!award || !answersFor(viewer, award.schoolId)) throw notFound('award');
      if (award.version !== command.version) {
        throw new Fault('CONFLICT', 'Somebody else changed this award first.', {
          currentVersion: award.version,
        });
      }
      if (award.withdrawnOn !== null) return new AlreadyWithdrawn(award);
      if (award.status === AwardStatus.COMPLETED) throw badUserInput('This award is completed.');
      const change = {
        status: AwardStatus.WITHDRAWN,
        withdrawalCode: command.reasonCode ?? null,
        withdrawnOn: command.withdrawnOn ?? londonDay(this.#clock()),
        withdrawnReason: command.reason,
        withdrawnByKind: viewer.actor.kind,
        withdrawnById: viewer.actor.id,
        version: award.version + 1,
      };
      await tx.update(AwardEntity, key, change);
      await this.#lines.release(viewer, award, change.withdrawnOn, command.reason);
      await cancelInstalments(this.#db, viewer, award.id);
      await tellOfAwards(this.#db, viewer, 'award.withdrawn', [award]);
      return Object.assign(award, change);
    });
  }

  /**
   * Two funds may give the same award at once, which no lock on a fund prevents: the unique index lets
   * the first one in, and the other is told of it.
   *
   * @returns for the id of each award that was beaten to it, the refusal.
   */
  async #write(tx: EntityManager, viewer: Viewer, awards: readonly AwardEntity[]) {
    if (awards.length === 0) return new Map<string, AwardRefusal>();
    const insert = tx
      .createQueryBuilder()
      .insert()
      .into(AwardEntity)
      .values([...awards]);
    const [sql, values] = insert.orIgnore().returning(['id']).getQueryAndParameters();
    const written = new Set((await tx.query<{ id: string }[]>(sql, values)).map(({ id }) => id));
    const lost = awards.filter(({ id }) => !written.has(id));
    if (lost.length === 0) return new Map<string, AwardRefusal>();
    const winners = await awardsInTheWay(tx, viewer, lost, []);
    const byKey = new Map(winners.map((winner) => [keyOf(winner), winner]));
    return new Map(
      lost.map((award) => {
        const winner = byKey.get(keyOf(award));
        if (!winner)
          throw new Fault('CONFLICT', 'Somebody else changed the same award: try again.');
        return [award.id, alreadyAwarded(viewer, winner)];
      }),
    );
  }

  /** Ids of a person and a school that the viewer can see. */
  async #knownTo(viewer: Viewer, input: { personId: string; schoolId: string }) {
    // One person has one spelling: an id in capitals must not pass for somebody else.
    const personId = idOrNone(input.personId).toLowerCase();
    const schoolId = idOrNone(input.schoolId).toLowerCase();
    if (!answersFor(viewer, schoolId)) throw notFound('school');
    const [unknown] = await this.#people.unknownTo(viewer, [
      { type: 'School', id: schoolId },
      { type: 'Person', id: personId },
    ]);
    if (unknown) throw notFound(unknown.type.toLowerCase());
    return { personId, schoolId };
  }

  async #recall(viewer: Viewer, id: string): Promise<AwardEntity> {
    return this.#db.transaction((tx) =>
      tx.findOneByOrFail(AwardEntity, { trustId: viewer.trustId, id }),
    );
  }
}
