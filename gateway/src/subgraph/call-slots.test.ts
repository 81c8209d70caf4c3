import { describe, expect, it } from '@jest/globals';
import { callsAtOnce, CallSlots } from './call-slots.ts';

const taken = () => {
  const slots = new CallSlots();
  for (let call = 0; call < callsAtOnce; call += 1) expect(slots.take(1)).toBe(true);
  return slots;
};

describe('calls to one subgraph', () => {
  it('wait while fifty are under way, and go in the order in which they came', async () => {
    const slots = taken();
    const order: string[] = [];
    const first = Promise.resolve(slots.take(1_000)).then(() => order.push('first'));
    const second = Promise.resolve(slots.take(1_000)).then(() => order.push('second'));

    slots.release();
    await first;
    expect(order).toEqual(['first']);
    slots.release();
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('wait as long as their caller does, and a second at most', async () => {
    const slots = taken();
    const order: string[] = [];
    const patient = Promise.resolve(slots.take(60_000)).finally(() => order.push('patient'));
    const hasty = Promise.resolve(slots.take(50)).finally(() => order.push('hasty'));

    expect(await Promise.all([patient, hasty])).toEqual([false, false]);
    expect(order).toEqual(['hasty', 'patient']);
  });

  it('are refused at once when two hundred wait already', async () => {
    const slots = taken();
    const waiting = Array.from({ length: 200 }, async () => slots.take(100));

    expect(slots.take(100)).toBe(false);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([false]));
    expect(slots.take(1)).toBeInstanceOf(Promise);
  });

  it('are as many as before once some have given up and others have ended', async () => {
    const slots = taken();
    await slots.take(1);
    for (let call = 0; call < callsAtOnce; call += 1) slots.release();

    for (let call = 0; call < callsAtOnce; call += 1) expect(slots.take(1)).toBe(true);
    expect(slots.take(1)).not.toBe(true);
  });
});
