/** What code is made of: GraphQL's own rule for names, so that no name can be anything but a name. */
const plainName = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** @throws when the text is no name: nothing else is ever put into code. */
export function codeName(name: string): string {
  if (!plainName.test(name)) throw new Error('not a name of GraphQL');
  return JSON.stringify(name);
}

/**
 * Makes a function of generated source. Object literals with fixed keys are what makes answers ten
 * times cheaper than writing keys one by one, and only source code has those.
 *
 * @param values what the source may name beside its one parameter `input`.
 * @param body made of our own words and of what `codeName` let through.
 */
export function generate<Made>(
  values: Readonly<Record<string, unknown>>,
  body: string,
  isMade: (value: unknown) => value is Made,
): Made {
  const names = Object.keys(values);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- see above
  const made: unknown = new Function(...names, `'use strict';return (input)=>{${body}};`)(
    ...Object.values(values),
  );
  if (!isMade(made)) throw new Error('generated code did not make what was meant');
  return made;
}
