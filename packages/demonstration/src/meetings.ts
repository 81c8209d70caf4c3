import { isoDay, mondayFrom } from './calendar.ts';
import type { MeetingRecord } from './conversation-records.ts';
import type { Network } from './networks.ts';

/** Networks that have said when they meet next. */
const meeting = new Set([
  ...['maths', 'english', 'science'],
  ...['inclusion', 'assistants', 'site', 'office', 'technicians'],
]);

/** Makes the next meetings of networks, each in another week. */
export function meetingsOf(networks: readonly Network[], today: number): MeetingRecord[] {
  const chosen = networks.filter(({ key }) => meeting.has(key));
  return chosen.flatMap(({ record, members }, place) => {
    const school = members[0]?.school.name;
    if (school === undefined) return [];
    const on = isoDay(mondayFrom(today + 7 * (place + 1)) + (place % 5));
    return [
      {
        ...{ networkId: record.id, leadId: record.leadId, title: 'What we try this term' },
        ...{ startsAt: `${on}T15:45:00Z`, endsAt: `${on}T17:00:00Z`, place: school },
        agenda: 'What each of us tries, what came of it, and what we ask the trust for.',
      },
    ];
  });
}
