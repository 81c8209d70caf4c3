import { badUserInput } from '@trellis/subgraph-kit/faults';
import { isStaffRole } from '../assignment/staff-role.codes.ts';
import { credentialKinds } from '../credential/credential.codes.ts';
import type { StepNeedInput } from './catalogue-change.types.ts';
import type { KeptNeed } from './catalogue.queries.ts';
import { NeedKind } from './pathway.types.ts';

/**
 * Needs as they are kept.
 *
 * @throws BAD_USER_INPUT where a need says what its kind does not have, or lacks what it has.
 */
export function keptNeeds(needs: readonly StepNeedInput[]): readonly KeptNeed[] {
  return needs.map(({ kind, text, credentials, roles, months = null }) => {
    if ((kind === NeedKind.CREDENTIAL) !== credentials.length > 0) {
      throw badUserInput('credentials are those of a need of kind CREDENTIAL.');
    }
    if ((kind === NeedKind.EXPERIENCE) !== roles.length > 0) {
      throw badUserInput('roles are those of a need of kind EXPERIENCE.');
    }
    const hasTime = kind === NeedKind.EXPERIENCE || kind === NeedKind.LINE_MANAGEMENT;
    if (months !== null && !hasTime) throw badUserInput('months are those of time in posts.');
    if (!credentials.every((code) => credentialKinds.has(code))) {
      throw badUserInput('credentials are acronyms of the list.');
    }
    if (!roles.every(isStaffRole)) throw badUserInput('roles are codes of the census.');
    return { kind, text, credentials, roles, months };
  });
}
