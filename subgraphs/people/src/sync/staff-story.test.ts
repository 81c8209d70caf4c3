import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import fc from 'fast-check';
import { testPeople, type TestTrust } from '../testing.ts';
import { staffSyncSettings } from './staff-sync.settings.ts';
import { pushMutation, type Sent, TestSource, told } from './testing.ts';

const people = testPeople();
const names = ['shared', 'b', 'c'] as const;
/** Others at each school, so many that a list without them is a tenth and more of all. */
const others = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'] as const;
type Who = (typeof names)[number] | (typeof others)[number];

const who = fc.constantFrom(...names);
const place = fc.constantFrom(0, 1);
const manager = fc.option(who);
const isCut = fc.boolean();
const end = fc.constantFrom('unasked', 'confirmed', 'miscounted', 'cancelled');

/** What happens next at one of two schools, whose systems both know the first of the people. */
const deed = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('FULL' as const), place, manager, isCut, end },
    present: fc.uniqueArray(who, { minLength: 1 }),
    hasOthers: fc.boolean(),
  }),
  fc.record({
    ...{ kind: fc.constant('DELTA' as const), place, manager, isCut, who },
    status: fc.constantFrom('ACTIVE', 'ENDED', 'DELETED', 'RESTORED'),
  }),
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

/** Both schools begin with everybody, so that what comes after may be too little. */
const beginning: readonly Deed[] = ([0, 1] as const).map((at) => ({
  ...{ kind: 'FULL', place: at, manager: null, isCut: false, end: 'unasked' },
  ...{ present: ['shared', 'b'], hasOthers: true },
}));

/** One school's list as the rules say that it is: the reference that the database is held to. */
class ListModel {
  readonly #missed = new Map<Who, number>();
  readonly known = new Set<Who>();
  readonly preferred = new Map<Who, string>();

  isActive(name: Who): boolean {
    return this.#missed.has(name);
  }

  tell(name: Who, preferredName: string): void {
    this.known.add(name);
    this.#missed.set(name, 0);
    this.preferred.set(name, preferredName);
  }

  end(name: Who): void {
    this.#missed.delete(name);
  }

  restore(name: Who): void {
    this.#missed.set(name, 0);
  }

  absent(present: readonly Who[]): Who[] {
    return [...this.#missed.keys()].filter((name) => !present.includes(name));
  }

  /** Three full lists in a row without somebody, or a confirmed one, end them. */
  miss(absent: readonly Who[], isConfirmed: boolean): void {
    for (const name of absent) {
      const missed = (this.#missed.get(name) ?? 0) + 1;
      if (isConfirmed || missed >= 3) this.#missed.delete(name);
      else this.#missed.set(name, missed);
    }
  }
}

/** Two schools' systems, and what should be held of each. */
class Story {
  readonly sources: readonly TestSource[];
  readonly models = [new ListModel(), new ListModel()];
  #version = 0;

  constructor(trust: TestTrust) {
    this.sources = [0, 1].map((school) => new TestSource(people, trust, 'arbor', school));
  }

  async do(next: Deed): Promise<void> {
    const [source, model] = [this.sources[next.place], this.models[next.place]];
    if (!source || !model) throw new Error('there are two schools');
    this.#version += 1;
    if (next.kind === 'FULL') await this.#full(source, model, next);
    else await this.#delta(source, model, next);
  }

  #record(at: number, name: Who, managerName: Who | null): Sent {
    const isShared = name === 'shared';
    return told(name, {
      familyName: isShared ? 'Shared' : `Name ${name}${at}`,
      preferredName: `Version ${this.#version}`,
      ...(isShared && { trn: '1234567' }),
      lineManagerExternalId: managerName === name ? '' : (managerName ?? ''),
    });
  }

  async #push(source: TestSource, id: string, records: readonly Sent[], cut: boolean) {
    if (cut) {
      const abort = `cancelStaffSync(input: { syncId: "${source.trust.id}" }) { __typename } }`;
      const input = { syncId: id, chunk: 1, records };
      const document = pushMutation.replace(/\}$/, abort);
      expect(await people.codes(source.viewer, document, { input })).toEqual(['NOT_FOUND']);
    }
    const { rows } = await source.push(id, records, 1);
    expect(rows.filter(({ outcome }) => ['REJECTED', 'NEEDS_REVIEW'].includes(outcome))).toEqual(
      [],
    );
  }

  async #full(source: TestSource, model: ListModel, next: Extract<Deed, { kind: 'FULL' }>) {
    const { id } = await source.start({ mode: 'FULL' });
    const present = [...next.present, ...(next.hasOthers ? others : [])];
    const records = present.map((name) => this.#record(next.place, name, next.manager));
    await this.#push(source, id, records, next.isCut);
    for (const name of present) model.tell(name, `Version ${this.#version}`);
    const absent = model.absent(present);
    const isQuarantined = absent.length > staffSyncSettings.mostMissingUnasked;
    if (isQuarantined) {
      expect(await source.finish(id, 1)).toMatchObject({
        ...{ kind: 'TooManyMissing', missing: absent.length },
      });
    }
    if (next.end === 'miscounted' || next.end === 'cancelled') {
      const wrong = { confirmedMissing: absent.length + 1 };
      expect((await source.finish(id, 1, wrong)).kind).toBe('TooManyMissing');
    }
    if (next.end === 'cancelled') {
      await source.change('cancelStaffSync', id);
      return;
    }
    const isConfirmed = isQuarantined || next.end !== 'unasked';
    const done = await source.finish(
      ...[id, 1, isConfirmed ? { confirmedMissing: absent.length } : {}],
    );
    expect(done).toMatchObject({ state: 'FINISHED', counts: { missing: absent.length } });
    model.miss(absent, isConfirmed);
  }

  async #delta(source: TestSource, model: ListModel, next: Extract<Deed, { kind: 'DELTA' }>) {
    const { who: externalId, status } = next;
    const { id } = await source.start();
    const isBare = model.known.has(externalId) && status !== 'ACTIVE';
    const record = isBare
      ? { externalId, status, ...(status === 'ENDED' && { leftOn: '2026-01-31' }) }
      : this.#record(next.place, externalId, next.manager);
    await this.#push(source, id, [record], next.isCut);
    await source.finish(id, 1);
    if (!isBare) model.tell(externalId, `Version ${this.#version}`);
    else if (status === 'RESTORED') model.restore(externalId);
    else model.end(externalId);
  }
}

interface Held {
  readonly instanceId: string;
  readonly externalId: Who;
  readonly personId: string;
  readonly preferred: string;
  readonly isOpen: boolean;
}

async function heldIn({ id }: TestTrust) {
  return asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<Held>(
      `SELECT record.instance_id AS "instanceId", record.external_id AS "externalId",
              person.id AS "personId", person.preferred_name AS preferred,
              EXISTS (SELECT FROM contract WHERE contract.source_record_id = record.id
                        AND ends_on IS NULL) AS "isOpen"
         FROM staff_source_record AS record JOIN person ON person.id = record.person_id
        WHERE record.trust_id = $1`,
      [id],
    );
    const circles = await client.query(
      `WITH RECURSIVE above AS (
         SELECT person_id, manager_id FROM manager_link WHERE trust_id = $1 AND ends_on IS NULL
         UNION SELECT above.person_id, link.manager_id FROM above
           JOIN manager_link AS link ON link.person_id = above.manager_id AND link.ends_on IS NULL)
       SELECT FROM above WHERE person_id = manager_id`,
      [id],
    );
    return { rows, circles: circles.rowCount };
  });
}

describe('two schools’ full lists and changes, with crashes, quarantine and rehires', () => {
  it('end in the state of the last truth, whatever the story', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 6 }), async (deeds) => {
        const trust = await people.trust('Alder', 'Birch');
        const story = new Story(trust);
        for (const next of [...beginning, ...deeds]) await story.do(next);

        const { rows, circles } = await heldIn(trust);
        expect(circles).toBe(0);
        for (const [at, model] of story.models.entries()) {
          const own = rows.filter(({ instanceId }) => instanceId === trust.schools[at]?.id);
          const held = own.map(({ externalId, isOpen }) => [externalId, isOpen] as const);
          const truth = [...model.known].map((name) => [name, model.isActive(name)] as const);
          expect(new Map(held)).toEqual(new Map(truth));
          for (const { externalId, preferred } of own) {
            if (externalId !== 'shared') expect(preferred).toBe(model.preferred.get(externalId));
          }
        }
        const shared = rows.filter(({ externalId }) => externalId === 'shared');
        expect(new Set(shared.map(({ personId }) => personId)).size).toBe(
          Math.min(shared.length, 1),
        );
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
