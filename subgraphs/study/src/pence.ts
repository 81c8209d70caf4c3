import { GraphQLScalarType } from 'graphql';

/** Sums of money; a single amount is an `Int`. */
export const Pence = new GraphQLScalarType<never, number>({
  name: 'Pence',
  description:
    'A sum of money in whole pence. A whole number that may pass the range of `Int`, and stays within 2^53 - 1.',
  serialize(value) {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw new TypeError('a sum of money is not a whole number of pence');
  },
});
