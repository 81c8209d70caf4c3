import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { TestChoosing } from './choosing.testing.ts';
import type { TestPanel } from './panel/testing.ts';
import { bankHolidays } from './term/bank-holiday.codes.ts';
import { aMemberOfStaff, type Outcome, type TestOpportunities, thePeopleTeam } from './testing.ts';

/** Somebody in the model: what is true of them, whatever the product says. */
interface Somebody {
  readonly viewer: Viewer;
  isEmployed: boolean;
  isEligible: boolean;
  /** School days that they have from being told. */
  days: number;
  /** On which day they were told of the newest version; null while they were not. */
  toldOn: string | null;
}

const endings = ['FILLED', 'PART_FILLED', 'UNFILLED'];
const takesApplications = ['PUBLISHED', 'REOPENED'];

/** The life of one opportunity: what is done to it for real, beside a model of what must be true. */
export class Life {
  readonly central: Viewer = thePeopleTeam(newId());
  readonly members = [aMemberOfStaff(this.central.trustId), aMemberOfStaff(this.central.trustId)];
  readonly people: Somebody[] = [];
  readonly applicants = new Set<Viewer>();
  readonly school = newId();
  id = '';
  closesOn = '2024-03-11';
  #day = '2024-03-01';
  #version = 0;

  constructor(
    private readonly test: TestOpportunities,
    private readonly panels: TestPanel,
    private readonly choosing: TestChoosing,
  ) {
    this.#setClock();
  }

  get trustId(): string {
    return this.central.trustId;
  }

  get version(): number {
    return this.#version;
  }

  async begin(): Promise<void> {
    await this.panels.employ(...this.members);
    for (let count = 0; count < 3; count += 1) await this.joins();
    const draft = { kind: 'VISIT', opensOn: this.#day, closesOn: this.closesOn };
    this.id = (await this.test.create(this.central, draft)).id ?? '';
  }

  /** Whether everybody has been told and has had their days: by the model alone. */
  mayDecide(): boolean {
    const isOver = this.#day > this.closesOn;
    return (
      this.#version > 0 && isOver && this.people.every((one) => !one.isEligible || this.#had(one))
    );
  }

  pass(days: number): void {
    for (let left = days; left > 0; left -= 1) this.#day = next(this.#day);
    this.#setClock();
  }

  async joins(): Promise<void> {
    const viewer = aMemberOfStaff(this.trustId);
    const facts = factsAt(this.school);
    const assignments = facts.assignments.map((post) => ({ ...post, startsOn: '2020-09-01' }));
    const isOpen = takesApplications.includes(await this.state()) && this.#day <= this.closesOn;
    const isEligible = this.#version === 0 || isOpen;
    this.people.push({ viewer, isEmployed: true, isEligible, days: 3, toldOn: null });
    await this.test.tellOf(this.trustId, { ...facts, assignments }, String(viewer.personId));
  }

  async leaves(which: number): Promise<void> {
    const one = this.#one(which);
    const isDecided = [...endings, 'WITHDRAWN'].includes(await this.state());
    one.isEmployed = false;
    if (!isDecided) one.isEligible = false;
    await this.test.tellOf(this.trustId, { status: 'LEFT' }, String(one.viewer.personId));
  }

  async publish(): Promise<void> {
    const { version } = await this.seen();
    const { result } = await this.test.publish(this.central, { id: this.id, version });
    if (result === 'Opportunity') this.#toldAnew();
  }

  /** Changes what matters, or a word. */
  async amend(matters: boolean): Promise<void> {
    const { version } = await this.seen();
    const terms = { hoursPerWeek: 10 + this.#version };
    const change = matters ? { terms } : { title: `A visit, ${String(version)}` };
    const { result } = await this.test.amend(this.central, { id: this.id, version, ...change });
    if (result === 'Opportunity' && matters) this.#toldAnew();
  }

  /** Notices of the newest version reach them. */
  async reach(some: readonly number[]): Promise<void> {
    if (this.#version === 0) return;
    const reached = new Set(some.map((which) => this.#one(which)));
    for (const one of reached) if (one.isEligible) one.toldOn = this.#day;
    await this.#notices([...reached], 'notice.reached', { channel: 'EMAIL' });
  }

  reachAll(): Promise<void> {
    return this.reach([...this.people.keys()]);
  }

  async bounces(which: number): Promise<void> {
    if (this.#version === 0) return;
    this.#one(which).toldOn = null;
    await this.#notices([this.#one(which)], 'notice.unreached', { reason: 'BOUNCED' });
  }

  async toldOtherwise(which: number): Promise<void> {
    const one = this.#one(which);
    const told = { opportunityId: this.id, personId: one.viewer.personId, toldOn: this.#day };
    const outcome = await this.test.logAlternative(this.central, { ...told, means: 'A letter' });
    if (outcome.result === 'Opportunity') one.toldOn = this.#day;
  }

  async seen() {
    return this.choosing.seen(this.central, this.id);
  }

  async state(): Promise<string> {
    return this.id === '' ? 'DRAFT' : (await this.seen()).state;
  }

  /** Takes it on, which no code may do before its time. */
  async move(to: string): Promise<Outcome> {
    const closesOn = addDays(this.#day, 7);
    const { version } = await this.seen();
    const more = to === 'REOPENED' && { closesOn };
    const outcome = await this.test.mutate(
      this.central,
      'moveOpportunity',
      { id: this.id, version, to, ...more },
      '... on Opportunity { state } ... on Refusal { message }',
    );
    if (outcome.result !== 'Opportunity') return outcome;
    if (to === 'REOPENED') {
      this.closesOn = closesOn;
      // Who came while it was closed may go for it now.
      for (const one of this.people) one.isEligible = one.isEmployed;
      this.#toldAnew();
    } else if (to !== 'WITHDRAWN') {
      this.decided(to);
    }
    return outcome;
  }

  /** @throws Error where by the model nothing may be decided yet. */
  decided(what: string): void {
    if (!this.mayDecide()) throw new Error(`${what} on ${this.#day}, before the end of the window`);
  }

  viewerOf(which: number): Viewer {
    return this.#one(which).viewer;
  }

  /** One of those who have applied; undefined while there is nobody. */
  applicant(which: number): Viewer | undefined {
    return [...this.applicants][which % Math.max(1, this.applicants.size)];
  }

  #one(which: number): Somebody {
    const one = this.people[which % this.people.length];
    if (!one) throw new Error('there is nobody');
    return one;
  }

  #toldAnew(): void {
    this.#version += 1;
    for (const one of this.people) Object.assign(one, { days: 5, toldOn: null });
  }

  #had({ toldOn, days }: Somebody): boolean {
    return toldOn !== null && this.#day >= schoolDayAfter(toldOn, days);
  }

  #notices(some: readonly Somebody[], type: string, more: object): Promise<void> {
    const data = { at: `${this.#day}T12:00:00.000Z`, ...more };
    const notices = some.map(({ viewer }) => ({ personId: String(viewer.personId), type, data }));
    const about = { id: this.id, version: this.#version };
    return this.test.tellOfNotices(this.trustId, notices, about);
  }

  #setClock(): void {
    this.test.clock.set(`${this.#day}T13:00:00Z`);
  }
}

/** Counted from day to day, with no regard to how the database does. */
function schoolDayAfter(day: string, days: number): string {
  let at = day;
  for (let left = days; left > 0;) {
    at = next(at);
    const weekday = new Date(`${at}T12:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !bankHolidays.includes(at)) left -= 1;
  }
  return at;
}

const next = (day: string) => addDays(day, 1);

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
