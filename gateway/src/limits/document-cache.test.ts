import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { Registry } from 'prom-client';
import { OperationMetrics } from '../http/operation-metrics.ts';
import { StageTimes } from '../supergraph/stage-times.ts';
import { CostRules } from './cost-rules.ts';
import { DocumentCache } from './document-cache.ts';

const sdl = 'type Query { schools: Int }';

function aCache(): DocumentCache {
  const registry = new Registry();
  return new DocumentCache(
    buildSchema(sdl),
    new CostRules(parse(sdl)),
    new StageTimes(registry),
    new OperationMetrics(registry),
  );
}

/** A good document of nearly 100,000 characters, another one for each number. */
const long = (n: number) => `{ schools } # ${String(n).padEnd(99_900, 'x')}`;

describe('the documents that are kept', () => {
  it('are answered as they were checked', () => {
    const cache = aCache();

    expect(cache.check('{ schools }')).toBe(cache.check('{ schools }'));
  });

  it('are a million characters at most; the one not asked for longest is checked anew', () => {
    const cache = aCache();
    const first = Array.from({ length: 10 }, (_, n) => cache.check(long(n)));
    expect(cache.check(long(0))).toBe(first[0]); // all ten are there, and this one was asked for again

    cache.check(long(10));

    expect(cache.check(long(0))).toBe(first[0]);
    expect(cache.check(long(2))).toBe(first[2]);
    expect(cache.check(long(1))).not.toBe(first[1]);
  });

  it('are not those that were refused', () => {
    const cache = aCache();

    expect(cache.check('{ pupils }')).not.toBe(cache.check('{ pupils }'));
  });
});
