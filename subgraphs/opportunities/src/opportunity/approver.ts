import { badUserInput } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/**
 * Lets a way past the fairness window be approved only by a real person of the trust who answers for
 * it: a head or one of the people team, as people knows them today, and never by who asks for it.
 *
 * @throws BAD_USER_INPUT otherwise; that nobody has the id looks like that somebody lacks the role.
 */
export async function refuseWithoutRight(
  people: EntityDirectory,
  viewer: Viewer,
  approvedById: string,
): Promise<void> {
  if (!isId(approvedById)) throw badUserInput('approvedById is the id of a person.');
  if (approvedById === viewer.personId) {
    throw badUserInput('Somebody other than the author approves it.');
  }
  const [unknown] = await people.unknownTo(viewer, [{ type: 'Approver', id: approvedById }]);
  if (unknown) {
    throw badUserInput('approvedById is the id of a head or of somebody in the people team.');
  }
}
