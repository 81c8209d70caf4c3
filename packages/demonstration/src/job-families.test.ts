import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { rolesOfFamily, staffGroupOf } from './job-families.ts';

/** The list of people, which alone decides. */
const list = new URL('../../../subgraphs/people/reference/staff-roles.csv', import.meta.url);

describe('the staff groups of generated jobs', () => {
  it('are those that people gives their roles', () => {
    const rows = readFileSync(list, 'utf8').trim().split('\n').slice(1);
    const groups = new Map(
      rows.map((row) => {
        const [code = ''] = row.split(',');
        return [code, row.split(',').at(-2)];
      }),
    );

    for (const role of Object.values(rolesOfFamily).flat()) {
      expect([role, staffGroupOf(role)]).toEqual([role, groups.get(role)]);
    }
  });
});
