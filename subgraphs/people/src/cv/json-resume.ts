import { CareerLineKind } from '../career-line/career-line.types.ts';
import type { Cv, CvEntry, CvPart } from './cv.ts';

const schema = 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json';

/** The CV as JSON Resume (jsonresume.org), which other programs read. Its days are the last ones. */
export function jsonResume({ person, post, parts }: Cv): string {
  const of = (part: CvPart) => parts.get(part) ?? [];
  const resume = {
    $schema: schema,
    basics: { name: person.name, label: post?.title, email: person.workEmail ?? undefined },
    work: of('work').map((entry) => ({
      name: entry.place ?? person.trustName,
      position: entry.title,
      ...daysOf(entry),
      ...saidOf(entry),
    })),
    volunteer: of('service').map((entry) => ({
      organization: entry.place ?? undefined,
      position: entry.title,
      ...daysOf(entry),
      ...saidOf(entry),
    })),
    education: of('study').map((entry) => ({
      institution: entry.place ?? undefined,
      area: entry.title,
      ...daysOf(entry),
      score: entry.cameOfIt ?? undefined,
    })),
    certificates: of('credentials').map(({ title, place, startsOn }) => ({
      name: title,
      date: startsOn ?? undefined,
      issuer: place ?? undefined,
    })),
    projects: (['projects', 'elsewhere', 'networks', 'other'] as const).flatMap((part) =>
      of(part).map((entry) => ({
        name: entry.title,
        entity: entry.place ?? undefined,
        type: entry.kind.toLowerCase().replaceAll('_', ' '),
        ...daysOf(entry),
        description: entry.did ?? undefined,
        highlights: highlightsOf(entry),
        roles: entry.kind === CareerLineKind.NETWORK_LEAD ? ['lead'] : undefined,
      })),
    ),
    meta: { version: 'v1.0.0' },
  };
  return JSON.stringify(resume, null, 2);
}

const daysOf = ({ startsOn, endsOn }: CvEntry) => ({
  startDate: startsOn ?? undefined,
  endDate: endsOn === null ? undefined : lastDayOf(startsOn, endsOn),
});

const saidOf = (entry: CvEntry) => ({
  summary: entry.did ?? undefined,
  highlights: highlightsOf(entry),
});

const highlightsOf = ({ cameOfIt }: CvEntry) => (cameOfIt === null ? undefined : [cameOfIt]);

/** The last day on which something ran. */
export function lastDayOf(startsOn: string | null, endsOn: string): string {
  const last = new Date(Date.parse(endsOn) - 86_400_000).toISOString().slice(0, 10);
  return startsOn !== null && last < startsOn ? startsOn : last;
}
