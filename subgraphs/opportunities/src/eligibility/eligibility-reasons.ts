import type { Audience } from '../opportunity/audience.types.ts';
import type { Eligibility } from './eligibility.types.ts';

/** How somebody's posts stand to an audience: of each thing that it asks for, whether any has it. */
export interface AudienceFit {
  readonly audience: Audience;
  /** The day of which this is told. */
  readonly asOf: string;
  /** Of which version this is told; null of the opportunity as it stands today. */
  readonly version: number | null;
  /** One post has all. */
  readonly met: boolean;
  readonly hasPost: boolean;
  readonly role: boolean;
  readonly school: boolean;
  readonly subject: boolean;
  readonly contract: boolean;
  readonly credential: boolean;
}

/** @returns whether somebody is eligible, with the reasons in words. */
export function explained(fit: AudienceFit): Eligibility {
  const { asOf, audience } = fit;
  return { ...answerOf(fit), asOf, ruleVersion: audience.version };
}

function answerOf(fit: AudienceFit): Pick<Eligibility, 'met' | 'reasons'> {
  const { met, hasPost, asOf, version } = fit;
  const none =
    version === null ? 'have no post in the trust today' : `had no post there on ${asOf}`;
  if (!hasPost) return { met: false, reasons: [`You ${none}.`] };
  const asked = askedOf(fit.audience);
  if (asked.length === 0) return { met, reasons: ['It is for all staff of the trust.'] };
  const reasons = asked.map(({ what, key }) =>
    fit[key] ? `You have ${what}.` : `You do not have ${what}.`,
  );
  const isSplit = !met && asked.every(({ key }) => fit[key]);
  if (isSplit) reasons.push('It asks for all of that in one post, and you have it in several.');
  const { reason } = fit.audience;
  return { met, reasons: reason === null ? reasons : [...reasons, `Whom it is for: ${reason}`] };
}

function askedOf(audience: Audience) {
  const { staffGroups, roleCodes, schoolIds, subjectCodes, contractTypes } = audience;
  const { credentialKinds } = audience;
  const all = [
    { key: 'role', what: roleWords(staffGroups, roleCodes), list: [...staffGroups, ...roleCodes] },
    { key: 'school', what: 'a post at a school that it is for', list: schoolIds },
    { key: 'subject', what: `a post with a subject of ${oneOf(subjectCodes)}`, list: subjectCodes },
    { key: 'contract', what: `a contract of type ${oneOf(contractTypes)}`, list: contractTypes },
    { key: 'credential', what: oneOf(credentialKinds.map(inWords)), list: credentialKinds },
  ] as const;
  return all.filter(({ list }) => list.length > 0);
}

function roleWords(staffGroups: readonly string[], roleCodes: readonly string[]): string {
  const groups = staffGroups.map((group) => group.toLowerCase().replaceAll('_', ' '));
  const words = [
    ...(groups.length > 0 ? [`in the staff group ${oneOf(groups)}`] : []),
    ...(roleCodes.length > 0 ? [`with the role ${oneOf(roleCodes)}`] : []),
  ];
  return `a post ${words.join(', or ')}`;
}

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const inWords = (code: string) => code.replaceAll('_', ' ');
const oneOf = (codes: readonly string[]) => either.format(codes);
