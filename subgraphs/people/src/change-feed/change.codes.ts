/** What systems outside may hear of, and what it means. Their names never change their meaning. */
const changeTypes: ReadonlyMap<string, string> = new Map([
  [
    'person.changed',
    'A person is new, or a contract, post, manager or leave of theirs has changed.',
  ],
  ['person.left', 'A person’s last contract has got its end.'],
  ['person.restored', 'That a person had left was a mistake.'],
  ['person.merged', 'Two records were one person; from now on the other one stands for both.'],
  ['school.changed', 'A school is new to the trust, or its name, number or state has changed.'],
]);

export const changeTypeNames: readonly string[] = [...changeTypes.keys()];

/** For descriptions of fields that take or give them. */
export const changeTypesInWords = [...changeTypes]
  .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
  .join(' ');
