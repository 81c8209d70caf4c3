import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractDocuments, UnusableDocuments } from './trusted-documents/document-extraction.ts';
import { writeManifest } from './trusted-documents/manifest.ts';

// `npm run extract-documents -- FOLDER [MANIFEST]`: the trusted documents of one frontend, from its
// .graphql files. Without a second name the manifest goes to standard output.
const [folder, manifest] = process.argv.slice(2);
try {
  if (folder === undefined) throw new UnusableDocuments('Name the folder of the frontend.');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(graphql|gql)$/.test(name) && !/(^|\/)node_modules\//.test(name))
    .sort();
  const files = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const documents = extractDocuments(files);
  if (manifest === undefined) process.stdout.write(writeManifest(documents));
  else writeFileSync(manifest, writeManifest(documents));
  console.error(`${documents.length} documents from ${files.length} files.`);
} catch (error) {
  if (!(error instanceof UnusableDocuments)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
