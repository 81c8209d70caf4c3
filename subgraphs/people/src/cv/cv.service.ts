import type { NotPrinted, Printer } from '@trellis/pdf-printer/printer';
import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { careerLineOf, type CareerLineRow, ownRecord } from '../career-line/career-line.queries.ts';
import { type CvPerson, cvOf } from './cv.ts';
import { cvHtml } from './cv.page.ts';
import { Cv, type CvPdf, CvTooLong, NoChromium, PrinterBusy } from './cv.types.ts';
import { jsonResume } from './json-resume.ts';

/** Most bytes of a file, which an answer carries. */
const largest = 2_000_000;

/** Makes CVs of career records: each person’s own alone. */
export class CvService {
  readonly #printed = new WeakMap<Cv, Promise<CvPdf | Refusal>>();

  constructor(
    private readonly db: Database,
    private readonly printer?: Printer,
  ) {}

  /** @throws FORBIDDEN for an API key. */
  async of(viewer: Viewer): Promise<Cv> {
    if (viewer.personId === null) throw forbidden('Only people have a CV.');
    const [person] = await this.db.rows<CvPerson>(personSql, [viewer.trustId, viewer.personId]);
    if (!person) throw forbidden('Only people of the trust have a CV.');
    const { sql, parameters } = ownRecord(viewer);
    const rows = await this.db.rows<CareerLineRow>(sql, parameters);
    const cv = cvOf(person, rows.map(careerLineOf), londonDay());
    return Object.assign(new Cv(), { jsonResume: jsonResume(cv), html: cvHtml(cv) });
  }

  /** The same as a PDF; asked for twice in one operation it is printed once. */
  print(cv: Cv): Promise<CvPdf | Refusal> {
    const printed = this.#printed.get(cv) ?? this.#print(cv);
    this.#printed.set(cv, printed);
    return printed;
  }

  async #print({ html }: Cv): Promise<CvPdf | Refusal> {
    if (!this.printer) return new NoChromium();
    const printed = await this.printer.print(html);
    if ('not' in printed) return refusalFor(printed.not);
    const { pdf } = printed;
    if (pdf.length > largest) return new CvTooLong();
    return { fileName: 'cv.pdf', bytes: pdf.length, base64: pdf.toString('base64') };
  }
}

function refusalFor(not: NotPrinted): Refusal {
  if (not === 'NO_BROWSER') return new NoChromium();
  return not === 'TOO_LONG' ? new CvTooLong() : new PrinterBusy();
}

const personSql = `
  SELECT coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name AS name,
         person.work_email AS "workEmail", trust.name AS "trustName"
    FROM person JOIN trust ON trust.id = person.trust_id
   WHERE person.trust_id = $1 AND person.id = $2`;
