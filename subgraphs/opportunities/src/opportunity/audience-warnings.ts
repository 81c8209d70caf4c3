import type { Audience } from './audience.types.ts';
import { type AudienceWarning, ExclusionRisk } from './criterion.types.ts';
import type { Terms } from './terms.types.ts';

/** Statuses of those who may teach, which nobody else has. */
const teachers = new Set(['QTS', 'QTLS', 'EYTS', 'PGCE', 'INDUCTION', 'CTEACH']);

/** What an author should think about of whom it is for: half of the workforce do not teach. */
export function audienceWarnings(
  { credentialKinds }: Audience,
  { teaches }: Terms,
): AudienceWarning[] {
  const isForTeachers =
    credentialKinds.length > 0 && credentialKinds.every((one) => teachers.has(one));
  if (!isForTeachers || teaches === true) return [];
  const message = 'Nothing is taught here: is it for qualified teachers alone?';
  return [{ risk: ExclusionRisk.QTS_WITHOUT_TEACHING, codes: credentialKinds, message }];
}
