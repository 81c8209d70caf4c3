import { describe, expect, it } from '@jest/globals';
import { positionOf } from './gias-values.ts';

describe('the place of a school in the register', () => {
  it('is metres on the National Grid', () => {
    expect(positionOf('358300', '171200')).toEqual({ easting: 358_300, northing: 171_200 });
    expect(positionOf('82643', '5302')).toEqual({ easting: 82_643, northing: 5_302 });
  });

  it.each([
    ['', ''],
    ['0', '0'],
    ['358300', ''],
    ['358300.5', '171200'],
    ['x', '171200'],
    ['-1', '171200'],
    ['700000', '171200'],
    ['358300', '1300000'],
  ])('is none where it is %j, %j', (easting, northing) => {
    expect(positionOf(easting, northing)).toBeNull();
  });
});
