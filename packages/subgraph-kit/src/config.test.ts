import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ConfigurationError, type Environment, readConfig, subgraphShape } from './config.ts';

const secret = randomBytes(32).toString('base64url');
const complete: Environment = {
  PORT: '0',
  OPERATIONS_PORT: '9464',
  DATABASE_URL: 'postgres://example_app:hunter2@localhost:5432/example',
  ASSERTION_KEYS: `gateway/2026:${secret}`,
  CURSOR_SECRET: secret,
};

function refusal(environment: Environment): string {
  try {
    readConfig(subgraphShape, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('the environment', () => {
  it('is taken when it is complete, with what an operator need not say', () => {
    const config = readConfig(subgraphShape, complete);
    expect(config).toMatchObject({
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: 0,
      DATABASE_POOL_SIZE: 10,
    });
    expect(config.ASSERTION_KEYS).toHaveLength(1);
    expect(config.CURSOR_SECRET).toHaveLength(32);
  });

  it('has everything that it lacks named in one message', () => {
    expect(refusal({})).toBe(`The environment is not complete:
  PORT: missing
  OPERATIONS_PORT: missing
  DATABASE_URL: missing
  ASSERTION_KEYS: missing
  CURSOR_SECRET: missing`);
  });

  it('takes an empty variable for a missing one', () => {
    expect(refusal({ ...complete, CURSOR_SECRET: '' })).toContain('CURSOR_SECRET: missing');
  });

  it.each([
    ['PORT', 'hunter2'],
    ['PORT', '70000'],
    ['OPERATIONS_PORT', '1.5'],
    ['DATABASE_URL', 'mysql://hunter2@localhost/example'],
    ['DATABASE_URL', 'hunter2'],
    ['MIGRATION_DATABASE_URL', 'http://hunter2'],
    ['DATABASE_POOL_SIZE', '0'],
    ['NODE_ENV', 'hunter2'],
    ['LOG_LEVEL', 'hunter2'],
    ['ASSERTION_KEYS', 'hunter2'],
    ['ASSERTION_KEYS', 'gateway/2026:hunter2'],
    ['CURSOR_SECRET', 'hunter2'],
  ])('is refused for a wrong %s (%s) without repeating it', (name, value) => {
    const message = refusal({ ...complete, [name]: value });
    expect(message).toContain(`\n  ${name}: `);
    expect(message.split('\n')).toHaveLength(2);
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain(secret);
  });
});
