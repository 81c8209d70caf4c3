import type { MatchableWish } from '@trellis/opportunities/swap/matching/matchable-wish';
import { matchInThread } from '@trellis/opportunities/swap/matching/matching-thread';
import { randomNumbers } from '@trellis/opportunities/swap/matching/neighbourhoods';

const milliseconds = 4_000; // as the service has it
const seeds = [1, 2, 3];

/** What a trust is like: how many schools and roles, how far people go, in how many terms. */
interface Shape {
  readonly name: string;
  readonly schools: number;
  readonly roles: number;
  readonly miles: number;
  readonly terms: number;
}

const shapes: readonly Shape[] = [
  { name: 'many roles, one term', schools: 100, roles: 60, miles: 6, terms: 1 },
  { name: 'three terms', schools: 100, roles: 40, miles: 10, terms: 3 },
  { name: 'few roles, one term', schools: 100, roles: 40, miles: 10, terms: 1 },
];

/**
 * `npm run bench -- swaps`: matchings of so many wishes beside what no choice can surpass. Half of the
 * people name three schools and half say how far; a fifth would also do another role.
 */
export async function benchSwapMatching(people: number): Promise<void> {
  console.log(
    `${people} wishes; ${String(milliseconds)} ms each\n\ntrust | moved | at most | proven the best | seconds`,
  );
  for (const shape of shapes) {
    for (const seed of seeds) {
      const { wishes, schools } = wishesOf(people, shape, seed);
      const began = performance.now();
      const matched = await matchInThread(wishes, schools, String(seed), milliseconds);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const { people: moved, mostPeople, isBest } = matched;
      console.log(
        `${shape.name} | ${moved} | ${mostPeople} | ${isBest ? 'yes' : 'no'} | ${seconds}`,
      );
    }
  }
}

function wishesOf(people: number, { schools, roles, miles, terms }: Shape, seed: number) {
  const random = randomNumbers(seed);
  const below = (count: number) => Math.floor(random() * count);
  const side = 96_000; // metres, some sixty miles
  const places = new Map(
    Array.from({ length: schools }, (_, at) => [
      `school ${at}`,
      { easting: below(side), northing: below(side) },
    ]),
  );
  const anySchool = () => `school ${below(schools)}`;
  const wishes = Array.from({ length: people }, (_, at): MatchableWish => {
    const role = `role ${Math.floor(random() ** 2 * roles)}`; // a few roles have most people
    const [namesSchools, anyTerm, first] = [random() < 0.5, random() < 0.3, below(terms)];
    const month = (number: number) => `2027-${String(number).padStart(2, '0')}-01`;
    return {
      id: `wish ${at}`,
      has: { schoolId: anySchool(), roleCodes: [role], subjectCodes: [], phase: null },
      wants: {
        roleCodes: random() < 0.8 ? [] : [role, `role ${below(roles)}`],
        ...{ subjectCodes: [], phases: [] },
        schoolIds: namesSchools ? [anySchool(), anySchool(), anySchool()] : [],
        withinMiles: namesSchools ? null : miles,
      },
      months: 4,
      fromOn: month(anyTerm ? 1 : 1 + first),
      untilOn: month(anyTerm ? 4 + terms : 5 + first),
    };
  });
  return { wishes, schools: places };
}
