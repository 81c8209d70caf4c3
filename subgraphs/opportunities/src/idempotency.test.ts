import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from './testing.ts';

const test = new TestOpportunities();
const idempotencyKey = 'k-1';
let central: Viewer;
let assistant: Viewer;

beforeEach(() => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  assistant = aMemberOfStaff(trustId);
});

const howMany = async (viewer: Viewer) => {
  const { data } = await test.served.ask<{ opportunities: { totalCount: number } }>(
    viewer,
    '{ opportunities { totalCount } }',
  );
  return data.opportunities.totalCount;
};

describe('a change that is sent again under its idempotencyKey', () => {
  it('answers what it did the first time and does nothing more', async () => {
    const first = await test.create(central, { idempotencyKey });
    const again = await test.create(central, { idempotencyKey });

    expect(again).toEqual(first);
    expect(await howMany(central)).toBe(1);
  });

  it('is published once, though the version it carries is stale by then', async () => {
    const draft = await test.create(central);
    const first = await test.publish(central, { ...draft, idempotencyKey });

    expect(first).toMatchObject({ result: 'Opportunity', state: 'PUBLISHED' });
    expect(await test.publish(central, { ...draft, idempotencyKey })).toEqual(first);
  });

  it('answers the application and not that it stands already', async () => {
    const id = await test.published(central);
    const first = await test.apply(assistant, id, { idempotencyKey });

    expect(await test.apply(assistant, id, { idempotencyKey })).toEqual(first);
    expect(first).toMatchObject({ result: 'Application' });
  });

  it('has one effect when it is sent twenty times at once', async () => {
    const create = () => test.create(central, { idempotencyKey });

    const outcomes = await atOnce(
      test.served.database.name,
      'opportunity',
      Array.from({ length: 20 }, () => create),
    );

    expect(new Set(outcomes.map(({ id, result }) => `${result} ${String(id)}`)).size).toBe(1);
    expect(await howMany(central)).toBe(1);
  });

  it('is a mismatch with another input, and with another mutation of the same input', async () => {
    const { id = '' } = await test.create(central);
    await test.publish(central, { id, version: 1, idempotencyKey });
    const mismatch = { result: 'IDEMPOTENCY_MISMATCH' };

    expect(await test.publish(central, { id, version: 2, idempotencyKey })).toMatchObject(mismatch);
    expect(await test.edit(central, { id, version: 1, idempotencyKey })).toMatchObject(mismatch);
  });

  it('is another person’s own change under the same key', async () => {
    const id = await test.published(central);
    const colleague = aMemberOfStaff(assistant.trustId);
    const first = await test.apply(assistant, id, { idempotencyKey });
    const other = await test.apply(colleague, id, { idempotencyKey });

    expect(other).toMatchObject({ result: 'Application', person: { id: colleague.personId } });
    expect(other.id).not.toBe(first.id);
  });

  it('is tried again after a refusal, which did nothing', async () => {
    test.clock.set('2026-04-01T09:00:00Z');
    const id = await test.published(central);
    const early = await test.apply(assistant, id, { idempotencyKey });
    test.clock.set('2026-05-12T09:00:00Z');

    expect(early).toMatchObject({ result: 'NotOpen' });
    expect(await test.apply(assistant, id, { idempotencyKey })).toMatchObject({
      result: 'Application',
    });
  });

  it('is forgotten with the change when the operation fails', async () => {
    const create = `mutation ($input: CreateOpportunityInput!, $missing: ID!) {
      made: createOpportunity(input: $input) { __typename }
      failed: publishOpportunity(input: { id: $missing, version: 1 }) { __typename }
    }`;
    const input = { kind: 'VISIT', title: 'A visit', idempotencyKey };

    const { data } = await test.served.ask(central, create, { input, missing: newId() });

    expect(data).toBeNull();
    expect(await howMany(central)).toBe(0);
    expect(await test.create(central, { idempotencyKey })).toMatchObject({ result: 'Opportunity' });
  });

  it('has a key of 1 to 200 characters', async () => {
    for (const key of ['', 'x'.repeat(201)]) {
      expect(await test.create(central, { idempotencyKey: key })).toMatchObject({
        result: 'BAD_USER_INPUT',
      });
    }
  });
});
