import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { lockFunds } from '../fund/fund.queries.ts';
import { type programmeVersions, runsOn } from '../programme/programme.queries.ts';
import {
  AlreadyAwarded,
  type AwardRefusal,
  OwnAward,
  ProgrammeNotRunning,
} from './award-change.types.ts';
import { AwardEntity } from './award.entity.ts';
import { AwardStatus } from './award.types.ts';
import type { AwardCommand, PlannedLine } from './award.command.ts';
import { keyOf, mayKnow } from './award.queries.ts';
import { FundLines } from './fund-lines.ts';

/** What awards are decided on, all of it read while the funds are held. */
export interface Facts {
  readonly funds: Awaited<ReturnType<typeof lockFunds>>;
  readonly programmes: Awaited<ReturnType<typeof programmeVersions>>;
  /** Awards that stand, and those whose ids the commands bring. */
  readonly inTheWay: readonly AwardEntity[];
}

/** An award that is to be written, with what pays for it. */
export interface MadeAward {
  readonly award: AwardEntity;
  readonly lines: readonly PlannedLine[];
}

/** Decides on awards one after the other; each sees what those before it took. */
export class AwardDecisions {
  readonly #viewer: Viewer;
  readonly #facts: Facts;
  readonly #fundLines: FundLines;
  readonly #byId: Map<string, AwardEntity>;
  readonly #standing: Map<string, AwardEntity>;
  /** What is to be written. */
  readonly made: MadeAward[] = [];

  constructor(viewer: Viewer, facts: Facts) {
    this.#viewer = viewer;
    this.#facts = facts;
    this.#fundLines = new FundLines(facts.funds);
    this.#byId = new Map(facts.inTheWay.map((award) => [award.id, award]));
    const standing = facts.inTheWay.filter(({ withdrawnOn }) => withdrawnOn === null);
    this.#standing = new Map(standing.map((award) => [keyOf(award), award]));
  }

  /**
   * @returns the award to be made, the one that the command's id made before, or a refusal.
   * @throws NOT_FOUND when there is no such fund or programme.
   */
  decide(command: AwardCommand): AwardEntity | AwardRefusal {
    const { personId, programmeCode, awardedOn } = command;
    const before = command.id && this.#byId.get(command.id);
    if (before) return before;
    for (const { fundId } of command.lines) {
      if (fundId != null && !this.#facts.funds.has(fundId)) throw notFound('fund');
    }
    if (personId === this.#viewer.personId) return new OwnAward();

    const versions = this.#facts.programmes.get(programmeCode) ?? [];
    const newest = versions.at(-1);
    if (!newest) throw new Fault('NOT_FOUND', 'There is no programme with that code.');
    const programme = versions.find((version) => runsOn(version, awardedOn));
    if (!programme) return new ProgrammeNotRunning(newest);

    const lines = this.#fundLines.plan(command, programme);
    if (!Array.isArray(lines)) return lines;
    const academicYear = Math.min(...lines.map((line) => line.academicYear));
    const held = this.#standing.get(keyOf({ personId, programmeCode, academicYear }));
    if (held) return alreadyAwarded(this.#viewer, held);
    const tooSmall = this.#fundLines.take(lines);
    return tooSmall ?? this.#make(command, programme.id, academicYear, lines);
  }

  #make(
    command: AwardCommand,
    programmeId: string,
    academicYear: number,
    lines: readonly PlannedLine[],
  ): AwardEntity {
    const { trustId, actor } = this.#viewer;
    const { personId, schoolId, programmeCode, costPence, awardedOn } = command;
    const first = lines.find((line) => line.fundId && line.academicYear === academicYear);
    const award = Object.assign(new AwardEntity(), {
      ...{ trustId, id: command.id ?? newId() },
      ...{ fundId: first?.fundId ?? null, personId, schoolId, programmeId, programmeCode },
      ...{ academicYear, amountPence: costPence, awardedOn },
      ...{ awardedByKind: actor.kind, awardedById: actor.id },
      status: command.offer ? AwardStatus.OFFERED : AwardStatus.ACTIVE,
      agreementId: command.offer?.agreementId ?? null,
      ...{ acceptBefore: command.offer?.acceptBefore ?? null, acceptedAt: null },
      ...{ deferredOn: null, deferredUntil: null, deferralCode: null },
      ...{ completedOn: null, completionEvidence: null, withdrawalCode: null },
      ...{ withdrawnOn: null, withdrawnReason: null, withdrawnByKind: null, withdrawnById: null },
      version: 1,
    });
    this.made.push({ award, lines });
    this.#byId.set(award.id, award);
    this.#standing.set(keyOf(award), award);
    return award;
  }
}

/** The refusal, which names the award only to those who may know of it. */
export function alreadyAwarded(viewer: Viewer, held: AwardEntity): AlreadyAwarded {
  return new AlreadyAwarded(mayKnow(viewer, held) ? held : null);
}
