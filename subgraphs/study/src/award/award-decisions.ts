import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { lockFunds } from '../fund/fund.queries.ts';
import { type programmeVersions, runsOn } from '../programme/programme.queries.ts';
import {
  AlreadyAwarded,
  type AwardRefusal,
  FundTooSmall,
  OwnAward,
  ProgrammeNotRunning,
} from './award-change.types.ts';
import { AwardEntity } from './award.entity.ts';
import { keyOf, mayKnow } from './award.queries.ts';

/** An award to be made. */
export interface AwardCommand {
  readonly id?: string;
  readonly fundId: string;
  readonly personId: string;
  readonly schoolId: string;
  readonly programmeCode: string;
  readonly amountPence: number;
  readonly awardedOn: string;
}

/** What awards are decided on, all of it read while the funds are held. */
export interface Facts {
  readonly funds: Awaited<ReturnType<typeof lockFunds>>;
  readonly programmes: Awaited<ReturnType<typeof programmeVersions>>;
  /** Awards that stand, and those whose ids the commands bring. */
  readonly inTheWay: readonly AwardEntity[];
}

/** Decides on awards one after the other; each sees what those before it took. */
export class AwardDecisions {
  readonly #viewer: Viewer;
  readonly #facts: Facts;
  readonly #left: Map<string, number>;
  readonly #byId: Map<string, AwardEntity>;
  readonly #standing: Map<string, AwardEntity>;
  /** What is to be written. */
  readonly made: AwardEntity[] = [];

  constructor(viewer: Viewer, facts: Facts) {
    this.#viewer = viewer;
    this.#facts = facts;
    this.#left = new Map([...facts.funds.values()].map((fund) => [fund.id, fund.remainingPence]));
    this.#byId = new Map(facts.inTheWay.map((award) => [award.id, award]));
    const standing = facts.inTheWay.filter(({ withdrawnOn }) => withdrawnOn === null);
    this.#standing = new Map(standing.map((award) => [keyOf(award), award]));
  }

  /**
   * @returns the award to be made, the one that the command's id made before, or a refusal.
   * @throws NOT_FOUND when there is no such fund or programme.
   */
  decide(command: AwardCommand): AwardEntity | AwardRefusal {
    const { fundId, personId, programmeCode, amountPence, awardedOn } = command;
    const before = command.id && this.#byId.get(command.id);
    if (before) return before;
    const fund = this.#facts.funds.get(fundId);
    if (!fund) throw notFound('fund');
    if (personId === this.#viewer.personId) return new OwnAward();

    const versions = this.#facts.programmes.get(programmeCode) ?? [];
    const newest = versions.at(-1);
    if (!newest) throw new Fault('NOT_FOUND', 'There is no programme with that code.');
    const programme = versions.find((version) => runsOn(version, awardedOn));
    if (!programme) return new ProgrammeNotRunning(newest);

    const { academicYear } = fund;
    const held = this.#standing.get(keyOf({ personId, programmeCode, academicYear }));
    if (held) return alreadyAwarded(this.#viewer, held);
    const left = this.#left.get(fundId) ?? 0;
    if (amountPence > left) return new FundTooSmall(left);

    this.#left.set(fundId, left - amountPence);
    return this.#make(command, programme.id, academicYear);
  }

  #make(command: AwardCommand, programmeId: string, academicYear: number): AwardEntity {
    const { trustId, actor } = this.#viewer;
    const { fundId, personId, schoolId, programmeCode, amountPence, awardedOn } = command;
    const award = Object.assign(new AwardEntity(), {
      ...{ trustId, id: command.id ?? newId() },
      ...{ fundId, personId, schoolId, programmeId, programmeCode },
      ...{ academicYear, amountPence, awardedOn },
      ...{ awardedByKind: actor.kind, awardedById: actor.id },
      ...{ withdrawnOn: null, withdrawnReason: null, withdrawnByKind: null, withdrawnById: null },
      version: 1,
    });
    this.made.push(award);
    this.#byId.set(award.id, award);
    this.#standing.set(keyOf(award), award);
    return award;
  }
}

/** The refusal, which names the award only to those who may know of it. */
export function alreadyAwarded(viewer: Viewer, held: AwardEntity): AlreadyAwarded {
  return new AlreadyAwarded(mayKnow(viewer, held) ? held : null);
}
