import { CareerLineKind } from '../career-line/career-line.types.ts';
import { escaped } from '../html-text.ts';
import type { Cv, CvEntry, CvPart } from './cv.ts';
import { lastDayOf } from './json-resume.ts';

const headings: readonly (readonly [CvPart, string])[] = [
  ['work', 'Employment'],
  ['projects', 'Projects and cohorts'],
  ['elsewhere', 'At work in other schools'],
  ['networks', 'Networks'],
  ['study', 'Study'],
  ['credentials', 'Qualifications'],
  ['service', 'Governance and volunteering'],
  ['other', 'Further experience'],
];

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * The CV as a page to print on A4, complete in itself: it fetches nothing, has no script, and nothing
 * that anybody wrote is taken for markup.
 */
export function cvHtml(cv: Cv): string {
  const { person, post, parts } = cv;
  const title = `Curriculum vitae of ${escaped(person.name)}`;
  const now = post ? [post.title, post.place, person.trustName] : [];
  const contact = [now, [person.workEmail]].map(lineOf).join('');
  const sections = headings.flatMap(([part, heading]) => {
    const entries = parts.get(part) ?? [];
    return entries.length > 0 ? sectionOf(part, heading, entries) : [];
  });
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>${style}</style></head>
<body><header><h1 dir="auto">${escaped(person.name)}</h1>
${contact}</header>
<main>${sections.join('\n')}</main></body></html>
`;
}

function lineOf(parts: readonly (string | null)[]): string {
  const told = parts.flatMap((one) => (one ? `<bdi>${escaped(one)}</bdi>` : []));
  return told.length > 0 ? `<p>${told.join(' · ')}</p>` : '';
}

function sectionOf(part: CvPart, heading: string, entries: readonly CvEntry[]): string {
  const articles = entries.map((entry) => articleOf(entry, part === 'credentials'));
  return `<section><h2>${heading}</h2>\n${articles.join('\n')}</section>`;
}

function articleOf(entry: CvEntry, isCredential: boolean): string {
  const { title, place, did, cameOfIt } = entry;
  const days = isCredential ? credentialDays(entry) : daysOf(entry);
  const where = place === null ? '' : `<p class="place" dir="auto">${escaped(place)}</p>`;
  return `<article><div class="head"><h3 dir="auto">${escaped(title)}</h3>
<p class="days">${days}</p></div>${where}${paragraph(did)}${paragraph(cameOfIt)}</article>`;
}

const paragraph = (text: string | null) =>
  text === null ? '' : `<p class="said" dir="auto">${escaped(text.trim())}</p>`;

function daysOf({ kind, startsOn, endsOn }: CvEntry): string {
  if (startsOn === null) return '';
  const start = month(startsOn);
  if (endsOn === null) return kind === CareerLineKind.POST ? start : `${start} – now`;
  const end = month(lastDayOf(startsOn, endsOn));
  return start === end ? start : `${start} – ${end}`;
}

function credentialDays({ startsOn, endsOn }: CvEntry): string {
  const until = endsOn === null ? '' : `valid until ${month(endsOn)}`;
  return [startsOn === null ? '' : month(startsOn), until].filter(Boolean).join(', ');
}

function month(day: string): string {
  return `${months[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;
}

/** Headings stay with what follows; short entries are not broken; long ones break where they must. */
const style = `
@page { size: A4; margin: 18mm 20mm 20mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 8pt "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #555 } }
* { box-sizing: border-box; margin: 0; padding: 0 }
body { font: 9.5pt/1.4 "Noto Sans", "DejaVu Sans", Arial, "Noto Color Emoji", sans-serif; color: #1a1a1a;
  max-width: 190mm; margin: 0 auto; overflow-wrap: anywhere }
@media screen { body { padding: 8mm } }
header { border-bottom: 2pt solid #1f3a5f; padding-bottom: 3mm; margin-bottom: 5mm }
h1 { font-size: 20pt; line-height: 1.2; font-weight: 700; color: #1f3a5f }
header p { color: #444; margin-top: 1mm }
section { margin-bottom: 4mm }
h2 { font-size: 10.5pt; font-weight: 700; color: #1f3a5f; letter-spacing: .04em; text-transform: uppercase;
  border-bottom: .5pt solid #b8c4d4; padding-bottom: .8mm; margin-bottom: 2mm; break-after: avoid }
article { margin-bottom: 2.4mm; break-inside: avoid-page }
.head { display: flex; justify-content: space-between; align-items: baseline; gap: 6mm }
.head:not(:last-child), .place:not(:last-child) { break-after: avoid }
h3 { font-size: 9.5pt; font-weight: 700 }
.days { white-space: nowrap; color: #444; font-size: 8.5pt }
.place { color: #444 }
.said { white-space: pre-line; margin-top: .8mm; orphans: 3; widows: 3 }
`;
