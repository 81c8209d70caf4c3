import { isoDay } from './calendar.ts';
import { contentsOf } from './conversation-contents.ts';
import type {
  ConversationRecord,
  ConversationRecords,
  TrainingRecord,
} from './conversation-records.ts';
import { type Employee, worksOn } from './employee.ts';
import type { Network } from './networks.ts';
import type { Random } from './random.ts';
import type { ManagerLinkRecord, OpportunityRecord } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';

/** From each sort of work so many have said that they may be asked. */
const willingAFamily = 4;

/** Who talks with whom, and what the conversations may be about. */
export interface ConversationSetting {
  readonly links: readonly ManagerLinkRecord[];
  readonly networks: readonly Network[];
  readonly opportunities: readonly OpportunityRecord[];
}

/** Makes a year of career conversations: most were offered one in time, and not all in each school. */
export function conversationsOf(
  setting: TrustSetting,
  around: ConversationSetting,
): ConversationRecords {
  const { today, random: all } = setting;
  const random = all.branch('conversations');
  const staff = setting.employees.filter((one) => worksOn(one, today) && !one.isAgency);
  const managers = new Map(
    around.links.flatMap(({ personId, managerId, endsOn }) =>
      endsOn === null || endsOn > isoDay(today) ? [[personId, managerId] as const] : [],
    ),
  );
  const willing = willingOf(staff, random);
  const shares = new Map<string, number>();
  const conversations = staff.flatMap((one) => {
    const share = shares.get(one.school.id) ?? random.integer(55, 96) / 100;
    shares.set(one.school.id, share);
    const managerId = managers.get(one.person.id);
    if (managerId === undefined) return [];
    return historyOf(one, { setting, random, managerId, share, willing });
  });
  const managerIds = [...new Set(managers.values())];
  return {
    policy: {
      ...{ perYear: 1, firstWithinDays: 60, afterLeaveDays: 28 },
      startsOn: isoDay(today - 420),
    },
    conversations,
    trainings: managerIds.flatMap((id) => trainingOf(id, staff, today, random)),
    willing,
    ...contentsOf(setting, around, conversations, random),
  };
}

/** The panel user is among them, so that somebody who can sign in may be asked. */
function willingOf(staff: readonly Employee[], random: Random): string[] {
  const users = staff.filter(({ user }) => user === 'panel');
  const families = Map.groupBy(
    random.shuffled(staff.filter(({ user }) => user === null)),
    ({ family }) => family,
  );
  const others = [...families.values()].flatMap((family) => family.slice(0, willingAFamily));
  return [...users, ...others].map(({ person }) => person.id);
}

interface Around {
  readonly setting: TrustSetting;
  readonly random: Random;
  readonly managerId: string;
  /** Of the school: how many are offered one in time. */
  readonly share: number;
  readonly willing: readonly string[];
}

function historyOf(one: Employee, around: Around): ConversationRecord[] {
  const { setting, random, managerId, share, willing } = around;
  const { today, ids } = setting;
  const base = {
    ...{ id: ids.next(), personId: one.person.id, leadId: managerId, chosen: false },
    ...{ situation: 'ANY', plannedOn: null },
  };
  const held = (daysAgo: number, state: ConversationRecord['state']) => {
    const on = today - daysAgo;
    return on <= one.startsOn ? [] : [{ ...base, state, offeredOn: isoDay(on) }];
  };
  if (one.user === 'site') return held(350, 'CLOSED'); // it is due in two weeks
  if (one.user === 'teacher') return held(20, 'HELD');
  const isShort = one.family === 'CATERING' || one.family === 'MIDDAY';
  if (random.chance(isShort ? share * 0.75 : share)) {
    const state = random.weighted([
      ['CLOSED', 6],
      ['HELD', 3],
      ['DECLINED_BY_STAFF', 1],
    ] as const);
    const [talk] = held(random.integer(5, 330), state);
    const colleague = random.pick(willing);
    const isChosen = random.chance(0.12) && colleague !== one.person.id && colleague !== managerId;
    if (!talk) return [];
    return [isChosen ? { ...talk, leadId: colleague, chosen: true } : talk];
  }
  if (random.chance(0.3)) {
    const plannedOn = isoDay(today + random.integer(2, 25));
    return [{ ...base, state: 'SCHEDULED', plannedOn, offeredOn: null }];
  }
  return random.chance(0.6) ? held(random.integer(340, 470), 'CLOSED') : [];
}

/** Most line managers are trained, of some it has ended, and some were not yet. */
function trainingOf(
  personId: string,
  staff: readonly Employee[],
  today: number,
  random: Random,
): TrainingRecord[] {
  const isUser = staff.some(({ person, user }) => person.id === personId && user !== null);
  const daysAgo = isUser
    ? 400
    : random.weighted([
        [random.integer(30, 600), 80],
        [random.integer(740, 900), 8],
        [null, 12],
      ]);
  if (daysAgo === null) return [];
  const trainedOn = today - daysAgo;
  return [{ personId, trainedOn: isoDay(trainedOn), validUntil: isoDay(trainedOn + 730) }];
}
