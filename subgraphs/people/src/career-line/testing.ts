import { expect } from '@jest/globals';
import {
  careerLineChanged,
  careerLineRemoved,
  type CareerLineTold,
} from '@trellis/events/career-line';
import { anEvent, type TestWorker } from '@trellis/events/testing/test-worker';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffViewer, type TestPeople, type TestTrust } from '../testing.ts';

/** Somebody who keeps their career record, as everybody on the staff may. */
export function keeper(trust: TestTrust, personId: string): Viewer {
  const viewer = staffViewer(trust, personId);
  return { ...viewer, scopes: new Set([...viewer.scopes, 'career:keep']) };
}

/** Another subgraph that tells of lines, in whatever order a test brings what it tells. */
export class LineSource {
  #sequence = 0;

  constructor(
    private readonly people: TestPeople,
    private readonly worker: TestWorker,
    private readonly trust: TestTrust,
    readonly name: 'opportunities' | 'study' = 'opportunities',
  ) {}

  changed(id: string, line: CareerLineTold) {
    return this.#event(careerLineChanged(id, line));
  }

  removed(id: string, personId: string) {
    return this.#event(careerLineRemoved(id, personId));
  }

  bring(...events: ReturnType<typeof anEvent>[]) {
    return this.worker.bring(this.people.served.url, this.name, 'people', events);
  }

  /** @returns that the line is kept as it is told. */
  async tell(id: string, line: CareerLineTold): Promise<void> {
    expect(await this.bring(this.changed(id, line))).toEqual({ refused: [] });
  }

  #event({ type, aggregateId, data }: ReturnType<typeof careerLineChanged>) {
    this.#sequence += 1;
    const { id: trustId } = this.trust;
    const told = { trustId, type, aggregateId, sequence: this.#sequence, data: { ...data } };
    return anEvent(told);
  }
}

/** A line as tests read it. */
export interface Line {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly title: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly place: string | null;
  readonly outcome: string | null;
  readonly ownWords: Readonly<Record<string, string | null>> | null;
  readonly isHidden: boolean;
  readonly sharedWith: readonly string[];
  readonly takenBackOn: string | null;
  readonly version: number;
}

/** What became of a change of a line. */
export interface Done extends Line {
  readonly __typename: string;
}

export const lineFields = `id kind source title startsOn endsOn place detail outcome isHidden sharedWith
  takenBackOn version ownWords { title whatIDid whatCameOfIt }`;

/** Career records in a test. */
export class TestRecords {
  constructor(private readonly people: TestPeople) {}

  /** All that the viewer reads of somebody. */
  async of(viewer: Viewer, personId: string): Promise<Line[]> {
    interface Read {
      readonly person: {
        readonly careerRecord: { readonly edges: readonly { readonly node: Line }[] };
      };
    }
    const query = `query ($id: ID!) { person(id: $id) {
      careerRecord(first: 100) { edges { node { ${lineFields} } } } } }`;
    const { person } = await this.people.data<Read>(viewer, query, { id: personId });
    return person.careerRecord.edges.map(({ node }) => node);
  }

  /** All of one's own, but for the role that everybody has. */
  async own(viewer: Viewer): Promise<Line[]> {
    const lines = await this.of(viewer, viewer.personId ?? '');
    return lines.filter(({ kind }) => kind !== 'ROLE');
  }

  /** @param verb such as `hide` for `hideCareerLine`. */
  async change(viewer: Viewer, verb: string, input: object): Promise<Done> {
    return (await this.people.data<{ done: Done }>(viewer, mutation(verb), { input })).done;
  }

  /** @returns codes of the errors with which the same is refused. */
  codes(viewer: Viewer, verb: string, input: object): Promise<unknown[]> {
    return this.people.codes(viewer, mutation(verb), { input });
  }
}

const line = `... on CareerLine { ${lineFields} }`;
const ofSource = '... on LineOfSource { message source }';

/** What each verb takes, and what it answers. */
const shapes: Readonly<Record<string, readonly [input: string, answer: string]>> = {
  add: ['AddCareerLineInput', `${line} ... on TooManyCareerLines { message most }`],
  change: ['ChangeCareerLineInput', `${line} ${ofSource}`],
  describe: ['DescribeCareerLineInput', line],
  hide: ['CareerLineInput', line],
  show: ['ShowCareerLineInput', line],
  remove: ['CareerLineInput', `... on CareerLineRemoved { id } ${ofSource}`],
};

function mutation(verb: string): string {
  const [input, answer] = shapes[verb] ?? [];
  if (!input || !answer) throw new Error(`nobody can ${verb} a line`);
  return `mutation ($input: ${input}!) {
    done: ${verb}CareerLine(input: $input) { __typename ${answer} } }`;
}
