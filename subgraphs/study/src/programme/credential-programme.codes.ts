import { z } from 'zod';
import { rowsOf } from './catalogue-file.ts';

const rowShape = z.object({ credential: z.string().min(1), programme: z.string().min(1) });

const programmes = Map.groupBy(
  rowsOf('credential-programmes.csv').map((row) => rowShape.parse(row)),
  ({ credential }) => credential,
);

/** @returns codes of the programmes whose completion gives a credential; none for an unknown one. */
export function programmesGiving(credentialCode: string): readonly string[] {
  return (programmes.get(credentialCode) ?? []).map(({ programme }) => programme);
}
