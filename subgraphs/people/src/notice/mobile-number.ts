import { badUserInput } from '@trellis/subgraph-kit/faults';

/** Of the United Kingdom: 07 and nine more digits. Others as they come, by E.164. */
const british = /^(?:\+44|0044|0)(7(?:[1-57-9]\d{8}|624\d{6}))$/;
const foreign = /^\+(?!44)[1-9]\d{7,14}$/;

/**
 * @returns a mobile number as SMS gateways take it: `+` and digits.
 * @throws BAD_USER_INPUT when no SMS can go to it; it is not repeated.
 */
export function mobileNumber(told: string): string {
  const digits = told.replace(/\(0\)|[\s().-]/g, '');
  const [, own] = british.exec(digits) ?? [];
  if (own !== undefined) return `+44${own}`;
  if (foreign.test(digits)) return digits;
  throw badUserInput('smsTo is a mobile number, such as 07700 900123.');
}
