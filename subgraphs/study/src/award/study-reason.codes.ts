/** Why somebody leaves a programme, as the DfE's register of NPQs names it. */
export const withdrawalCodes: ReadonlySet<string> = new Set([
  'insufficient-capacity-to-undertake-programme',
  'personal-reason-health-or-pregnancy-related',
  'personal-reason-moving-school',
  'personal-reason-other',
  'insufficient-capacity',
  'change-in-developmental-or-personal-priorities',
  'change-in-school-circumstances',
  'change-in-school-leadership',
  'quality-of-programme-structure-not-suitable',
  'quality-of-programme-content-not-suitable',
  'quality-of-programme-facilitation-not-effective',
  'quality-of-programme-accessibility',
  'quality-of-programme-other',
  'programme-not-appropriate-for-role-and-cpd-needs',
  'started-in-error',
  'expected-commitment-unclear',
  'assessment-requirements-not-met',
  'change-in-career',
  'disengaged-and-unresponsive',
  'non-payment-of-invoice',
  'other',
]);

/** Why somebody interrupts a programme, from the same register. */
export const deferralCodes: ReadonlySet<string> = new Set([
  'bereavement',
  'long-term-sickness',
  'parental-leave',
  'career-break',
  'other',
]);
