import { forbidden } from '@trellis/subgraph-kit/faults';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** What systems outside may hear of, and what it means. Their names never change their meaning. */
const changesHere: ReadonlyMap<string, string> = new Map([
  [
    'person.changed',
    'A person is new, or a contract, post, manager or leave of theirs has changed.',
  ],
  ['person.left', 'A person’s last contract has got its end.'],
  ['person.restored', 'That a person had left was a mistake.'],
  ['person.merged', 'Two records were one person; from now on the other one stands for both.'],
  ['school.changed', 'A school is new to the trust, or its name, number or state has changed.'],
]);

/** The same of what the opportunities subgraph tells, for those who may read opportunities. */
const changesOfOpportunities: ReadonlyMap<string, string> = new Map([
  ['opportunity.published', 'Everybody can see an opportunity.'],
  ['opportunity.amended', 'What an opportunity says of itself has changed.'],
  ['opportunity.closed', 'Its closing day is over.'],
  ['opportunity.reopened', 'It takes applications once more.'],
  ['opportunity.filled', 'All or some of its places are taken, and no more are given.'],
  ['opportunity.unfilled', 'Nobody took a place.'],
  ['opportunity.withdrawn', 'It is no longer on offer.'],
  ['appointment.made', 'Somebody took the place that they were offered.'],
  ['appointment.confirmed', 'All is there that an appointment needs; its days are firm.'],
  ['appointment.ended', 'An appointment ends before its time.'],
  ['appointment.cancelled', 'An appointment was given up before it began.'],
]);

const changeTypes = [...changesHere, ...changesOfOpportunities];

export const changeTypeNames: readonly string[] = changeTypes.map(([name]) => name);

/** For descriptions of fields that take or give them. */
export const changeTypesInWords = [
  ...changeTypes.map(([name, meaning]) => `\`${name}\`: ${meaning}`),
  'Of opportunities and appointments those hear who have `opportunity:read`.',
].join(' ');

/** Of which types the viewer may hear. */
export function hearableTypes({ scopes }: Viewer): string[] {
  const mayHear = (name: string) => scopes.has('opportunity:read') || changesHere.has(name);
  return changeTypeNames.filter(mayHear);
}

/** @throws FORBIDDEN when the viewer may not hear of one of the types. */
export function refuseUnheard(viewer: Viewer, types: readonly string[]): void {
  const hearable = new Set(hearableTypes(viewer));
  if (types.every((type) => hearable.has(type))) return;
  throw forbidden('Of opportunities and appointments those hear who may read opportunities.');
}
