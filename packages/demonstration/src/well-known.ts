import { fixedId } from './ids.ts';
import type { UserName } from './records.ts';

const hubUrn = '145398';

/** The id of the school with this URN, in whichever trust of the demonstration. */
export const schoolIdOf = (urn: string): string => fixedId('2', Number(urn));

/** The id of the trust with this GIAS Group UID. */
export const trustIdOf = (uid: string): string => fixedId('1', Number(uid));

/** Ids that examples may name: they do not change with the seed or the day. */
export const wellKnown = {
  trustId: trustIdOf('90001'),
  otherTrustId: trustIdOf('90002'),
  mathsNetworkId: fixedId('3', 1),
  /** Of which no demonstration user is a member, so that one can join. */
  buildingsNetworkId: fixedId('3', 2),
  /** To which the site user belongs. */
  siteNetworkId: fixedId('3', 3),
  /** To which the assistant among the users belongs. */
  assistantsNetworkId: fixedId('3', 4),
  /** Of the site network; the site user is an author. */
  flushingOutputId: fixedId('5', 1),
  /** In the maths network, of somebody who is no user. */
  numbersQuestionId: fixedId('6', 1),
  /** The secondary school whose head, manager and teacher are demonstration users. */
  hubSchoolId: schoolIdOf(hubUrn),
  hubSchoolUrn: hubUrn,
  people: {
    central: fixedId('4', 1),
    head: fixedId('4', 2),
    manager: fixedId('4', 3),
    teacher: fixedId('4', 4),
    ta: fixedId('4', 5),
    site: fixedId('4', 6),
    finance: fixedId('4', 7),
    panel: fixedId('4', 8),
    analyst: fixedId('4', 9),
    'other-central': fixedId('4', 10),
    approver: fixedId('4', 11),
    leaver: fixedId('4', 12),
    technician: fixedId('4', 13),
    office: fixedId('4', 14),
  } satisfies Record<UserName, string>,
} as const;
