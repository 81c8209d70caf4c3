import { describe, expect, it } from '@jest/globals';
import { extractDocuments, UnusableDocuments } from './document-extraction.ts';
import { hashOf, readManifest, UnusableManifest, writeManifest } from './manifest.ts';

const file = (name: string, text: string) => ({ name, text });

const frontend = [
  file('people.graphql', 'query People { people { ...Card } }\nmutation Touch { touch }'),
  file('card.graphql', 'fragment Card on Person { name ...Place }'),
  file(
    'place.gql',
    'fragment Place on Person { school { name } }\nfragment Unused on Person { id }',
  ),
];

describe('the documents of a frontend', () => {
  it('are one for each operation, with the fragments that it uses from any file', () => {
    const documents = extractDocuments(frontend);

    expect(documents.map(({ name, type }) => [name, type])).toEqual([
      ['People', 'query'],
      ['Touch', 'mutation'],
    ]);
    const [people, touch] = documents;
    expect(people?.text).toContain('fragment Card');
    expect(people?.text).toContain('fragment Place');
    expect(people?.text).not.toContain('Unused');
    expect(touch?.text).not.toContain('fragment');
    for (const { hash, text } of documents) expect(hash).toBe(hashOf(text));
  });

  it('are the same whatever the order of files and the white space between words', () => {
    const again = [...frontend]
      .reverse()
      .map(({ name, text }) => file(name, text.replaceAll(' ', '\n  ')));

    expect(writeManifest(extractDocuments(again))).toBe(writeManifest(extractDocuments(frontend)));
  });

  it('are read back from the manifest as they were', () => {
    const documents = extractDocuments(frontend);
    const plain = documents.map(({ hash, name, text }) => ({ hash, name, text }));

    expect(readManifest(writeManifest(documents))).toEqual(plain);
  });

  it.each([
    ['a file that is no GraphQL', [file('broken.graphql', 'query {')], 'broken.graphql'],
    ['an operation without a name', [file('a.graphql', '{ people { id } }')], 'no name'],
    [
      'two operations of one name',
      [file('a.graphql', 'query A { people { id } }'), file('b.graphql', 'query A { touch }')],
      'A is defined twice',
    ],
    ['a fragment that is nowhere', [file('a.graphql', 'query A { ...Gone }')], 'Gone'],
    ['a subscription', [file('a.graphql', 'subscription S { people { id } }')], 'S is a sub'],
  ])('are refused for %s, in words that name it', (_, files, words) => {
    expect(() => extractDocuments(files)).toThrow(UnusableDocuments);
    expect(() => extractDocuments(files)).toThrow(words);
  });
});

describe('a manifest', () => {
  const good = writeManifest(extractDocuments(frontend));

  it.each([
    ['half of it', good.slice(0, good.length / 2)],
    ['no JSON', 'lorem'],
    ['a list', '[]'],
    ['another format', good.replace('apollo-persisted', 'other-persisted')],
    ['another version', good.replace('"version": 1', '"version": 2')],
    ['a hash of another text', good.replace('name\\n', 'id\\n')],
    ['a hash that is none', good.replace(/"id": "[0-9a-f]{8}/, '"id": "zzzzzzzz')],
    ['an operation that is no query', good.replace('"type": "query"', '"type": "subscription"')],
  ])('that is %s is not believed', (_, text) => {
    expect(text).not.toBe(good);
    expect(() => readManifest(text)).toThrow(UnusableManifest);
  });
});
