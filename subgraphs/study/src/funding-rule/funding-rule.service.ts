import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { academicYearOf } from '../academic-year.ts';
import { mayReadAwards } from '../award/award.queries.ts';
import { FundingSource } from '../ledger/ledger.types.ts';
import { findProgramme, programmesById } from '../programme/programme.queries.ts';
import type { Programme } from '../programme/programme.types.ts';
import { type AgeAtStart, type EligibleFunding, FundingAnswer } from './funding-rule.types.ts';
import { type FundingFacts, type FundingRule, fundingRules } from './funding-rules.ts';

/** What is asked. */
export interface FundingQuestion {
  readonly personId: string;
  readonly programmeId: string;
  readonly startsOn: string;
  readonly age?: AgeAtStart | null | undefined;
}

/** Says who pays for a programme, by the rules in force on the day of the start. */
export class FundingRuleService {
  constructor(private readonly db: Database) {}

  /**
   * @returns what each source whose rules speak of such a programme would pay; none where none does.
   * @throws NOT_FOUND when the viewer may not know of the person's awards, or there is no such
   * programme.
   */
  async eligible(viewer: Viewer, question: FundingQuestion): Promise<EligibleFunding[]> {
    const { startsOn, age = null } = question;
    const personId = idOrNone(question.personId).toLowerCase();
    await this.#refuseStrangers(viewer, personId);
    const programme = await this.#offered(question);
    const [known] = await this.db.rows<{ hasLevy: boolean; wasFunded: boolean }>(factsSql, [
      ...[viewer.trustId, academicYearOf(startsOn), personId, programme.code],
    ]);
    const facts = { programme, startsOn, age, hasLevy: false, wasFunded: false, ...known };
    return rulingsOnDay(programme, facts);
  }

  async #offered({ programmeId, startsOn }: FundingQuestion): Promise<Programme> {
    const [asked] = await programmesById(this.db, [idOrNone(programmeId)]);
    const programme = asked && (await findProgramme(this.db, asked.code, startsOn));
    if (!programme) throw notFound('programme');
    return programme;
  }

  async #refuseStrangers(viewer: Viewer, personId: string): Promise<void> {
    if (personId === viewer.personId) return;
    const [known] = mayReadAwards(viewer)
      ? await this.db.rows(reachSql, [viewer.trustId, personId, viewer.allPlaces, viewer.placeIds])
      : [];
    if (!known) throw notFound('person');
  }
}

/** The same, none of which pays on a day on which nobody can start the programme. */
export function rulingsOnDay(
  { validFrom, validTo }: Pick<Programme, 'validFrom' | 'validTo'>,
  facts: FundingFacts,
): EligibleFunding[] {
  const { startsOn } = facts;
  const isOffered = validFrom <= startsOn && (validTo === null || startsOn < validTo);
  return rulingsOf(facts).map((ruling) => (isOffered ? ruling : notOffered(ruling)));
}

/** What the rules say of these facts, each with its version. */
export function rulingsOf(facts: FundingFacts): EligibleFunding[] {
  return fundingRules.filter((rule) => isInForce(rule, facts)).map((rule) => ruled(rule, facts));
}

function isInForce({ validFrom, validTo, covers }: FundingRule, facts: FundingFacts): boolean {
  const { startsOn } = facts;
  return validFrom <= startsOn && (validTo === null || startsOn < validTo) && covers(facts);
}

function ruled({ name, source, validFrom, rule }: FundingRule, facts: FundingFacts) {
  const { answer, percent, conditions, reasons } = rule(facts);
  const { costPence } = facts.programme;
  const amountPence = costPence === null ? null : Math.floor((costPence * percent) / 100);
  return {
    ...{ source: FundingSource[source], answer },
    amountPence: percent === 0 ? 0 : amountPence,
    ...{ conditions: [...conditions], reasons: [...reasons] },
    ruleVersion: `${name}@${validFrom}`,
  };
}

function notOffered({ source, ruleVersion }: EligibleFunding): EligibleFunding {
  const reasons = ['Nobody can start this programme on that day.'];
  const answer = FundingAnswer.DOES_NOT_PAY;
  return { source, answer, amountPence: 0, conditions: [], reasons, ruleVersion };
}

/** A provider’s cancellation leaves no “funded before” behind. */
const factsSql = `
  SELECT EXISTS (SELECT 1 FROM fund WHERE trust_id = $1 AND academic_year = $2 AND source = 'LEVY')
           AS "hasLevy",
         EXISTS (SELECT 1 FROM award a JOIN funding_line l
                     ON l.trust_id = a.trust_id AND l.award_id = a.id
                  WHERE a.trust_id = $1 AND a.person_id = $3 AND a.programme_code = $4
                    AND a.status NOT IN ('OFFERED', 'DECLINED', 'CANCELLED')
                    AND l.source = 'DFE_SCHOLARSHIP') AS "wasFunded"`;

const reachSql = `
  SELECT 1 FROM roster_person p WHERE trust_id = $1 AND id = $2
     AND ($3 OR EXISTS (SELECT 1 FROM roster_assignment a
                         WHERE a.trust_id = p.trust_id AND a.person_id = p.id
                           AND a.school_id = ANY ($4::uuid[])))`;
