// Compiles src/ of every workspace to dist/ beside it, file for file. tsc checks the types (npm run
// types); swc only takes them off, so that a start does not wait for the checker.
import { transformFile } from '@swc/core';
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

const sources = globSync('{gateway,bench,packages/*,subgraphs/*}/src/**/*.ts').filter(
  (file) => !file.endsWith('.test.ts') && !file.includes('/testing/example/'),
);
const outputOf = (source) => source.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const settings = Math.max(modified('.swcrc'), modified(fileURLToPath(import.meta.url)));

const wanted = new Set(sources.flatMap((source) => [outputOf(source), `${outputOf(source)}.map`]));
for (const file of globSync('{gateway,bench,packages/*,subgraphs/*}/dist/**/*.{js,js.map}')) {
  if (!wanted.has(file)) rmSync(file);
}

await Promise.all(
  sources
    .filter((source) => modified(outputOf(source)) < Math.max(modified(source), settings))
    .map(async (source) => {
      const output = outputOf(source);
      const { code, map } = await transformFile(source, { configFile: '.swcrc', sourceMaps: true });
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(`${output}.map`, map);
      writeFileSync(output, `${code}\n//# sourceMappingURL=${output.split('/').at(-1)}.map\n`);
    }),
);
