import type { TrustRecords } from '@trellis/demonstration/records';
import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { BursaryApplicationService } from './application/bursary-application.service.ts';
import type { MoneySurroundings } from './fund/fund-money.service.ts';
import { RoundWindowService } from './round/round-window.service.ts';
import { RoundService } from './round/round.service.ts';
import { SchemeService } from './scheme/scheme.service.ts';

const day = 86_400_000;
const title = 'Routes to teaching';

/** How many teaching assistants have applied already. */
const applicants = 2;

/**
 * A round for teaching assistants who want to teach, opened three weeks ago and open until tonight, in
 * which some have applied. Everybody has been told and has had their days; tomorrow its panel can score.
 *
 * @param viewer may do everything in the trust.
 * @param agreementId what whoever accepts agrees to.
 */
export async function openRound(
  db: Database,
  viewer: Viewer,
  records: TrustRecords,
  { clock, agreementId }: { readonly clock: Clock; readonly agreementId: string },
): Promise<void> {
  const idOf = (user: string) => records.users.find(({ name }) => name === user)?.personId;
  const memberIds = [idOf('panel'), idOf('site')].filter((id) => id !== undefined);
  if (memberIds.length < 2) return;
  const opened = daysAgo(db, clock, 21);
  const schemes = new SchemeService(db, opened.idempotency);
  const { id: schemeId } = await schemes.keep(viewer, {
    name: title,
    terms: {
      ...{ staffGroups: ['TEACHING_ASSISTANT'], programmeKinds: [], sharePercent: 100 },
      ...{ capPence: 9_000_00, serviceMonths: 6, asksProject: true, agreementId },
    },
  });
  const round = await new RoundService(opened, schemes).keep(viewer, {
    ...{ schemeId, title, places: 1, reserved: [], memberIds },
    ...{ opensOn: londonDay(opened.clock()), closesOn: londonDay(clock()) },
  });
  if (round instanceof Refusal) throw new Error(`The round was refused: ${round.message}`);
  await new RoundWindowService(db).decide(viewer, round.id, clock());
  await apply(viewer, records, round.id, daysAgo(db, clock, 5));
}

const daysAgo = (db: Database, clock: Clock, days: number): MoneySurroundings => ({
  ...{ db, people: { unknownTo: () => Promise.resolve([]) }, idempotency: new Idempotency(db) },
  clock: () => new Date(clock().getTime() - days * day),
});

async function apply(
  viewer: Viewer,
  { people, users }: TrustRecords,
  roundId: string,
  around: MoneySurroundings,
): Promise<void> {
  const applications = new BursaryApplicationService(around);
  const isUser = new Set(users.map(({ personId }) => personId));
  let applied = 0;
  for (const { id: personId, contracts } of people) {
    const post = contracts.at(-1)?.assignments.find(({ roleCodes }) => roleCodes[0] === 'TASS');
    if (!post || isUser.has(personId)) continue;
    const person: Viewer = { ...viewer, personId, actor: { kind: 'PERSON', id: personId } };
    const draft = await applications.draft(person, {
      ...{ roundId, schoolId: post.schoolId, programmeCode: 'POSTGRADUATE_ITT', releaseDays: 0 },
      ...{ costPence: 8_500_00, statement: 'I lead a reading group and want my own class.' },
      projectQuestion: 'Do our readers keep up when assistants lead the group?',
    });
    if (draft instanceof Refusal) continue;
    const { id, version } = draft;
    await applications.submit(person, { id, version });
    applied += 1;
    if (applied === applicants) return;
  }
}
