import { isoDay } from './calendar.ts';
import { type Employee, worksOn } from './employee.ts';
import { networkTexts } from './network-word-texts.ts';
import type { NetworkWordRecords } from './network-word-records.ts';
import type { Network } from './networks.ts';
import type { TrustSetting } from './trust-setting.ts';
import { wellKnown } from './well-known.ts';

/** How long a deputy is appointed for, in days. */
const term = 365;

/**
 * Makes what members of networks around subjects and jobs wrote, and who stands in for their leads. In
 * the main trust the site network’s first output and the maths network’s question have ids that examples
 * name, and its site user is an author.
 */
export function networkWordsOf(
  networks: readonly Network[],
  { ids, isMain, today }: TrustSetting,
): NetworkWordRecords {
  const known = (key: string, wanted: string, id: string) =>
    isMain && key === wanted ? id : ids.next();
  const alive = networks.flatMap(({ key, record, members }) => {
    const texts = networkTexts[key];
    const [lead, deputy, third] = writersOf(members, today);
    return texts && lead && deputy && third ? [{ key, record, texts, lead, deputy, third }] : [];
  });
  return {
    deputies: alive.map(({ record, lead, deputy }) => ({
      ...{ networkId: record.id, leadId: lead, personId: deputy },
      ...{ startsOn: isoDay(today), endsOn: isoDay(today + term) },
    })),
    outputs: alive.flatMap(({ key, record, texts, lead, third }) =>
      texts.outputs.map((output, place) => ({
        id: place === 0 ? known(key, 'site', wellKnown.flushingOutputId) : ids.next(),
        networkId: record.id,
        authorIds: place === 0 ? [third, lead] : [lead],
        subjectCode: record.subjectCode,
        ...output,
      })),
    ),
    questions: alive.map(({ key, record, texts, deputy, third, lead }) => {
      const { answer, ...question } = texts.question;
      const personId = key === 'maths' ? deputy : third;
      return {
        id: known(key, 'maths', wellKnown.numbersQuestionId),
        ...{ networkId: record.id, personId, ...question },
        answers: [{ personId: lead, text: answer }],
      };
    }),
  };
}

/** The lead, who is the first, somebody to stand in, and a demonstration user where there is one. */
function writersOf(members: readonly Employee[], today: number): (string | undefined)[] {
  const [lead, ...others] = members.filter((member) => worksOn(member, today));
  const user = others.find((member) => member.user !== null);
  const plain = others.filter((member) => member !== user);
  return [lead, plain[0], user ?? plain[1]].map((member) => member?.person.id);
}
