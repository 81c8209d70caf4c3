import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { leadsOn } from '../network/network.queries.ts';
import { termTables } from '../network-term/network-term.queries.ts';
import { reachOf } from '../person/person.reach.ts';
import { phases } from '../school/gias.codes.ts';
import {
  type EndorseExpertiseInput,
  type ExpertiseInput,
  OwnExpertise,
  type StateExpertiseInput,
} from './expertise-change.types.ts';
import {
  checkTopic,
  endorseSql,
  type ExpertiseNode,
  expertiseOf,
  type ExpertiseRow,
  expertiseSql,
  holdExpertiseSql,
  restateSql,
  statedSql,
  stateSql,
  withdrawSql,
} from './expertise.queries.ts';

/** How long an endorsement holds, in years; then somebody looks again. */
const yearsEndorsed = 2;

/** Lets people say what they know well, and others that it is so. */
export class ExpertiseService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * States what the viewer knows well. What was endorsed is no longer when more than the days is other.
   *
   * @throws CONFLICT with the current version when it was stated before and is not as it was read.
   */
  state(viewer: Viewer, input: StateExpertiseInput): Promise<ExpertiseNode> {
    const { topic, level, phaseCodes, evidence, daysATerm, version } = input;
    const me = self(viewer);
    checkTopic(topic);
    if (!phaseCodes.every((code) => phases.has(code))) {
      throw badUserInput('phaseCodes are phases of GIAS.');
    }
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const of = [topic.subjectCode ?? null, topic.theme ?? null];
      const said = [level, [...new Set(phaseCodes)].sort(), evidence, daysATerm];
      const [made] = await this.db.rows<{ id: string }>(stateSql, [
        ...[viewer.trustId, newId(), me, ...of, ...said],
      ]);
      if (made) return recall(made.id);
      const [held] = await this.db.rows<{ id: string; version: number }>(statedSql, [
        ...[viewer.trustId, me, ...of],
      ]);
      if (!held) throw notFound('expertise');
      mustBeCurrent(version ?? 0, held.version);
      await this.db.rows(restateSql, [viewer.trustId, held.id, ...said]);
      return recall(held.id);
    };
    return this.idempotency.once<ExpertiseNode>(viewer, 'stateExpertise', input, work, recall);
  }

  /** Takes one's own expertise back; again changes nothing. @throws NOT_FOUND for everybody else */
  withdraw(viewer: Viewer, input: ExpertiseInput): Promise<ExpertiseNode> {
    const me = self(viewer);
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const { id, personId } = await recall();
      if (personId !== me) throw notFound('expertise');
      await this.db.rows(withdrawSql, [viewer.trustId, id]);
      return recall();
    };
    return this.idempotency.once<ExpertiseNode>(viewer, 'withdrawExpertise', input, work, recall);
  }

  /**
   * Says that it is so, for two years. Those do who answer for the person, and who leads a network of
   * the subject; not the person.
   *
   * @throws NOT_FOUND, FORBIDDEN
   * @throws CONFLICT when it was stated anew since it was read.
   */
  endorse(viewer: Viewer, input: EndorseExpertiseInput): Promise<ExpertiseNode | OwnExpertise> {
    const { id, version } = input;
    const me = self(viewer);
    const recall = () => this.#found(viewer, id);
    const work = async () => {
      await this.db.rows(holdExpertiseSql, [viewer.trustId, idOrNone(id)]);
      const expertise = await this.#standing(viewer, id);
      if (expertise.personId === me) return new OwnExpertise();
      await this.#mustKnow(viewer, me, expertise);
      mustBeCurrent(version, expertise.version);
      const today = londonDay();
      await this.db.rows(endorseSql, [
        ...[viewer.trustId, newId(), expertise.id, expertise.personId, me, today],
        yearsLater(today),
      ]);
      return recall();
    };
    return this.idempotency.once<ExpertiseNode, OwnExpertise>(
      viewer,
      'endorseExpertise',
      input,
      work,
      recall,
    );
  }

  async #mustKnow(viewer: Viewer, me: string, { personId, subject }: ExpertiseNode): Promise<void> {
    const parameters = new SqlParameters();
    const { isInCharge } = reachOf(viewer, parameters);
    const [trust, person] = [parameters.add(viewer.trustId), parameters.add(personId)];
    const answers = `SELECT FROM person WHERE person.trust_id = ${trust}
      AND person.id = ${person}::uuid AND ${isInCharge}`;
    const subjectCode = parameters.add(subject?.code ?? null);
    const leads = `SELECT FROM network JOIN ${termTables}
        ON network_term.trust_id = network.trust_id AND network_term.network_id = network.id
     WHERE network.trust_id = ${trust} AND network.subject_code = ${subjectCode}::text
       AND network_membership.person_id = ${parameters.add(me)}::uuid
       AND ${leadsOn(parameters.add(londonDay()))}`;
    const [found] = await this.db.rows<{ knows: boolean }>(
      `SELECT EXISTS (${answers}) OR EXISTS (${leads}) AS knows`,
      parameters.values,
    );
    if (found?.knows) return;
    throw forbidden('Those who answer for somebody, and leads of the subject’s network, endorse.');
  }

  async #standing(viewer: Viewer, id: string): Promise<ExpertiseNode> {
    const which = 'expertise.id = $3 AND expertise.withdrawn_at IS NULL';
    return this.#found(viewer, id, which);
  }

  async #found({ trustId }: Viewer, id: string, which = 'expertise.id = $3') {
    const parameters = [trustId, londonDay(), idOrNone(id)];
    const [found] = await this.db.rows<ExpertiseRow>(expertiseSql(which), parameters);
    if (!found) throw notFound('expertise');
    return expertiseOf(found);
  }
}

function self({ personId }: Viewer): string {
  if (personId === null) throw forbidden('Only people have and endorse expertise.');
  return personId;
}

function mustBeCurrent(version: number, currentVersion: number): void {
  if (version === currentVersion) return;
  throw new Fault('CONFLICT', 'The expertise was changed since it was read.', { currentVersion });
}

/** 29 February has no day two years later and gets 1 March. */
function yearsLater(day: string): string {
  const [year, ...rest] = day.split('-');
  const later = new Date(`${String(Number(year) + yearsEndorsed)}-${rest.join('-')}T00:00:00Z`);
  return later.toISOString().slice(0, 10);
}
