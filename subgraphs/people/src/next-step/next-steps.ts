import type { Pathway } from '../pathway/pathway.types.ts';
import type { RoleProfile } from '../role-profile/role-profile.types.ts';
import { compareNeed } from './need-comparison.ts';
import { type CareerFacts, NeedAnswer, type NextStep } from './next-step.types.ts';

/** @returns those of the profiles that the roles of somebody's posts on a day show. */
export function profilesOf(
  { posts }: CareerFacts,
  profiles: readonly RoleProfile[],
  today: string,
): readonly RoleProfile[] {
  const current = posts.filter(
    ({ startsOn, endsOn }) => startsOn <= today && (endsOn === null || endsOn > today),
  );
  const codes = new Set(current.flatMap(({ roleCodes }) => roleCodes));
  return profiles.filter(({ roles }) => roles.some(({ code }) => codes.has(code)));
}

/**
 * Where somebody can go from where they are, the steps with the fewest missing needs first; of those,
 * the quickest. A step that is part of several pathways comes once, and none leads to where they are.
 *
 * @param standing the profiles from which they set out.
 */
export function nextStepsOf(
  facts: CareerFacts,
  standing: readonly RoleProfile[],
  pathways: readonly Pathway[],
  today: string,
): readonly NextStep[] {
  const here = new Set(standing.map(({ code }) => code));
  const found = new Map<string, NextStep>();
  for (const { code: pathwayCode, steps } of pathways) {
    for (const step of steps) {
      const { from, to, validFrom, validTo } = step;
      const runs = validFrom <= today && (validTo === null || validTo > today);
      const place = `${from.code} ${to.code}`;
      if (!runs || !here.has(from.code) || here.has(to.code) || found.has(place)) continue;
      const needs = step.needs.map((need) => compareNeed(need, facts, today));
      const missingCount = needs.filter(({ answer }) => answer === NeedAnswer.MISSING).length;
      const { typicalMonths, fundingRoutes, source } = step;
      const compared = { from, to, typicalMonths, fundingRoutes, needs, missingCount, source };
      found.set(place, { pathwayCode, ...compared });
    }
  }
  return [...found.values()].toSorted(
    (one, other) =>
      one.missingCount - other.missingCount || one.typicalMonths - other.typicalMonths,
  );
}
