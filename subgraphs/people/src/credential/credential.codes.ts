import { CodeList, readReference } from '../official-code.ts';

/** Statuses and qualifications by their acronyms. */
export const credentialKinds = new CodeList(
  readReference('credential-kinds.csv').map(({ code = '', description = '' }) => ({
    code,
    name: description,
  })),
);
