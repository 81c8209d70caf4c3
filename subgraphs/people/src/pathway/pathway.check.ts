import { CareerTrack } from '../role-profile/role-profile.types.ts';
import { NeedKind, type PathwayStep } from './pathway.types.ts';

/**
 * Looks for a way that leads back to where it began.
 *
 * @returns codes of the profiles of one loop, in order, its beginning again at the end; none when there
 *   is no loop.
 */
export function loopOf(steps: readonly Pick<PathwayStep, 'from' | 'to'>[]): readonly string[] {
  const next = Map.groupBy(steps, ({ from }) => from.code);
  const done = new Set<string>();
  const walk = (code: string, passed: readonly string[]): readonly string[] => {
    const place = passed.indexOf(code);
    if (place >= 0) return [...passed.slice(place), code];
    if (done.has(code)) return [];
    for (const { to } of next.get(code) ?? []) {
      const loop = walk(to.code, [...passed, code]);
      if (loop.length > 0) return loop;
    }
    done.add(code);
    return [];
  };
  for (const code of next.keys()) {
    const loop = walk(code, []);
    if (loop.length > 0) return loop;
  }
  return [];
}

/** @returns steps that ask for line management though they do not lead to leadership. */
export function stepsThatWronglyAskToManage<Step extends Pick<PathwayStep, 'to' | 'needs'>>(
  steps: readonly Step[],
): readonly Step[] {
  return steps.filter(
    ({ to, needs }) =>
      to.track !== CareerTrack.LEADERSHIP &&
      needs.some(({ kind }) => kind === NeedKind.LINE_MANAGEMENT),
  );
}
