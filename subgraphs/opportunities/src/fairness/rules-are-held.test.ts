import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../../docs/fairness-rules.md', import.meta.url), 'utf8');

/** Each test that the page names, with its file. */
const named = [...page.matchAll(/^ {2}- (\S+\.test\.ts): (.+)$/gm)].map(
  ([, file = '', name = '']) => ({ file, name }),
);

/** Tests of this subgraph, or of people. */
function sourceOf(file: string): string {
  const path = file.startsWith('people/')
    ? `../../../people/src/${file.slice('people/'.length)}`
    : `../${file}`;
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

const quoted = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

describe('the page of rules', () => {
  it('names a test for each of its rules, and each rule of the window from (a) to (h)', () => {
    const rules = page.split(/^- /m).slice(1);
    expect(rules.filter((rule) => !/^ {2}- \S+\.test\.ts: /m.test(rule))).toEqual([]);
    for (const letter of 'abcdefgh') expect(page).toContain(`**(${letter})**`);
  });

  it.each(named)('names $file: $name', ({ file, name }) => {
    expect(sourceOf(file)).toMatch(new RegExp(`\\(\\s*['\`](?:[^'\`]*)${quoted(name)}`));
  });
});
