import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashOf, writeManifest } from './manifest.ts';
import { TrustedDocuments } from './trusted-documents.ts';

const document = (name: string) => {
  const text = `query ${name} { people { id } }`;
  return { hash: hashOf(text), name, type: 'query' as const, text };
};
const [first, second] = [document('First'), document('Second')];

describe('the folder of trusted documents', () => {
  let folder = '';
  let problems: string[] = [];
  let documents = new TrustedDocuments(undefined, () => undefined);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'manifests-'));
    problems = [];
    documents = new TrustedDocuments(folder, (manifest, why) =>
      problems.push(`${manifest}: ${why}`),
    );
    write('portal.json', writeManifest([first]));
    await documents.look();
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  const known = () => [first, second].map(({ hash }) => documents.get(hash)?.name);

  it('may hold the manifests of several frontends, and files that are none', async () => {
    write('vendor.json', writeManifest([second]));
    write('notes.txt', 'no manifest');
    await documents.look();

    expect(known()).toEqual(['First', 'Second']);
    expect(problems).toEqual([]);
  });

  it('is read again when a manifest changes: what it has lost is no longer trusted', async () => {
    expect(known()).toEqual(['First', undefined]);

    write('portal.json', writeManifest([second]));
    await documents.look();

    expect(known()).toEqual([undefined, 'Second']);
  });

  it.each([
    ['half of it', writeManifest([second]).slice(0, 90)],
    ['a hash of another text', writeManifest([{ ...second, text: first.text }])],
    ['nothing', ''],
  ])(
    'keeps all documents when a manifest becomes %s, tells of it once, and heals',
    async (_, bad) => {
      write('vendor.json', writeManifest([second]));
      await documents.look();
      write('vendor.json', bad);
      await documents.look();
      await documents.look();

      expect(known()).toEqual(['First', 'Second']);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^vendor\.json: /);

      write('vendor.json', writeManifest([]));
      await documents.look();
      expect(known()).toEqual(['First', undefined]);
    },
  );

  it('keeps all documents while it cannot be read', async () => {
    rmSync(folder, { recursive: true });
    await documents.look();

    expect(known()).toEqual(['First', undefined]);
    expect(problems).toEqual(['the folder: It cannot be read.']);
    folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  });
});
