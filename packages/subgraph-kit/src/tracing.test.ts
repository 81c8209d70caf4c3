import { describe, expect, it } from '@jest/globals';
import { newRequestId } from './ids.ts';
import { statementName } from './statement-name.ts';
import { spanOfHeader, traceHeaders } from './tracing.ts';

describe('the name of a statement', () => {
  it.each([
    ['SELECT p.id, p.name FROM person p WHERE p.id = $1', 'SELECT person'],
    ['  select 1', 'SELECT'],
    ['INSERT INTO "award" (id) VALUES ($1)', 'INSERT award'],
    ['UPDATE ONLY school SET name = $1', 'UPDATE school'],
    ['WITH written AS (INSERT INTO event (id) SELECT $1) SELECT 1', 'WITH event'],
    ["SELECT 'Jane Doe'", 'SELECT'],
    ['', 'STATEMENT'],
  ])('of %j is %s, and has no word of a row', (sql, name) => {
    expect(statementName(sql)).toBe(name);
  });
});

describe('a traceparent', () => {
  const traceId = newRequestId();
  const spanId = '00f067aa0ba902b7';

  it('names a trace, a span, and whether it is recorded', () => {
    const context = { traceId, spanId, traceFlags: 1, isRemote: true };
    expect(spanOfHeader(`00-${traceId}-${spanId}-01`)).toEqual(context);
    expect(spanOfHeader(`00-${traceId}-${spanId}-00`)).toEqual({ ...context, traceFlags: 0 });
  });

  it.each([
    undefined,
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01\nauthorization: x`,
    [`00-${traceId}-${spanId}-01`],
  ])('that reads %j is none', (header) => {
    expect(spanOfHeader(header)).toBeUndefined();
  });

  it('is not sent where nobody is told of spans', () => {
    expect(traceHeaders()).toEqual({});
  });
});
