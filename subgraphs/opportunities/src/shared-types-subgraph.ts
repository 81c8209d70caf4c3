import { PersonResolver } from './person/person.resolver.ts';
import { ViewerResolver } from './viewer/viewer.resolver.ts';
import { SchoolResolver } from './school/school.resolver.ts';
import { NetworkResolver } from './network/network.resolver.ts';
import { NeedWaysResolver } from './next-step/need-ways.resolver.ts';
import { OpportunityAspirationsResolver } from './aspiration/aspiration-match.resolver.ts';
import { StaffGroupOutlookResolver } from './next-step/staff-group-outlook.resolver.ts';

/** What is added to types of which people has more. */
export function sharedTypes() {
  return [
    new PersonResolver(),
    new ViewerResolver(),
    new SchoolResolver(),
    new NetworkResolver(),
    new NeedWaysResolver(),
    new OpportunityAspirationsResolver(),
    new StaffGroupOutlookResolver(),
  ];
}
