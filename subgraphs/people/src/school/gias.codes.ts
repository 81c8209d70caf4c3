import { CodeList, readReference } from '../official-code.ts';

const gias = readReference('gias-codes.csv');

function listOf(column: string): CodeList {
  return new CodeList(
    gias
      .filter((row) => row['column'] === column)
      .map(({ code = '', name = '' }) => ({ code, name })),
  );
}

export const phases = listOf('PhaseOfEducation (code)');
export const establishmentTypes = listOf('TypeOfEstablishment (code)');
export const statuses = listOf('EstablishmentStatus (code)');

export const localAuthorities = new CodeList(
  readReference('la-codes.csv').map((row) => ({
    code: row['la_code'] ?? '',
    name: row['la_name'] ?? '',
  })),
);
