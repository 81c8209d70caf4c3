import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { errorCodes } from './error-codes.ts';

describe('docs/errors.md', () => {
  it('has a section for each code that a client can meet, and for no other', async () => {
    const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const sections = [...page.matchAll(/^## `(\w+)`$/gm)].map(([, code]) => code);
    expect(sections.sort()).toEqual(Object.keys(errorCodes).sort());
  });

  it('says of each what it means, in the words of the code', async () => {
    const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    for (const [code, meaning] of Object.entries(errorCodes)) {
      const section = page.split(`## \`${code}\`\n`)[1]?.split('\n## ')[0] ?? '';
      expect(section).toContain(meaning);
      expect(section).toMatch(/\*\*What to do\.\*\*/);
      expect(section).toMatch(/\*\*Send again\?\*\*/);
    }
  });
});
