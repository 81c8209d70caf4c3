import { CodeList, readReference } from '../official-code.ts';

/** Census contract types. */
export const contractTypes = new CodeList(
  readReference('contract-types.csv').map((row) => ({
    code: row['code'] ?? '',
    name: row['description'] ?? '',
  })),
);

/** Service agreements: whoever works under one is not employed by the trust. */
export const serviceAgreementCodes: readonly string[] = ['SLA', 'SAG', 'SOT'];
