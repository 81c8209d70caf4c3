// Bundles the explorer into gateway/dist/explorer/, so that the page needs nothing from elsewhere.
// Does nothing when what it is made of is unchanged.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const output = here('../dist/explorer/');
const stamp = `${output}made-from`;
const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const query = '../../examples/subject-network.graphql';
const packageFile = createRequire(import.meta.url).resolve;
const madeFrom = createHash('sha256')
  .update(
    [query, 'build.mjs', 'explorer.js', 'explorer.css', 'index.html']
      .map((file) => read(here(file)))
      .join('\0'),
  )
  .update(
    ['graphiql', 'react', 'esbuild']
      .map((name) => read(packageFile(`${name}/package.json`)))
      .join('\0'),
  )
  .digest('hex');

if (read(stamp) !== madeFrom) {
  const { build } = await import('esbuild');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await build({
    entryPoints: {
      explorer: fileURLToPath(import.meta.resolve('./explorer.js')),
      'editor-worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json-worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql-worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    absWorkingDir: here('..'),
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
    loader: { '.graphql': 'text', '.ttf': 'file', '.svg': 'file' },
    assetNames: '[name]-[hash]',
    publicPath: '/explorer',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  copyFileSync(here('index.html'), `${output}index.html`);
  writeFileSync(stamp, madeFrom);
}
