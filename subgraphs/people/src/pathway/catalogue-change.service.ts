import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { isStaffRole } from '../assignment/staff-role.codes.ts';
import { roleProfiles } from '../role-profile/role-profile.codes.ts';
import { CareerTrack, type RoleProfile } from '../role-profile/role-profile.types.ts';
import {
  CatalogueHasIt,
  ManagementNotAsked,
  PathwayLoops,
  type SetPathwayStepInput,
  type SetRoleProfileInput,
} from './catalogue-change.types.ts';
import { type Catalogue, ownPathway, readCatalogue } from './catalogue.queries.ts';
import { loopOf } from './pathway.check.ts';
import { keptNeeds } from './step-need.check.ts';
import { shippedPathways } from './pathway.codes.ts';
import { NeedKind, type PathwayStep } from './pathway.types.ts';

/** The id is the trust's: a code says which it is. */
type ProfileRow = RoleProfile & { readonly id: string };
type StepRow = PathwayStep & { readonly id: string };
type StepRefused = CatalogueHasIt | ManagementNotAsked | PathwayLoops;

/** What a trust adds to the catalogue of what people grow into, and what it words otherwise. */
export class CatalogueChangeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Adds a role profile of the trust's own, or changes one.
   *
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  setProfile(viewer: Viewer, input: SetRoleProfileInput): Promise<ProfileRow | CatalogueHasIt> {
    const { code, roleCodes, version } = input;
    const unknown = roleCodes.find((role) => !isStaffRole(role));
    if (unknown !== undefined) throw badUserInput('roleCodes are codes of the census.');
    const recall = () => this.#profile(viewer, code);
    const work = async () => {
      if (roleProfiles.some((profile) => profile.code === code)) return new CatalogueHasIt(code);
      await this.#lock(viewer);
      const { profiles } = await readCatalogue(this.db, viewer);
      const held = profiles.find((profile) => profile.code === code);
      if ((held?.version ?? 0) !== version) throw stale('role profile', held?.version ?? 0);
      if (held && held.track !== input.track) throw badUserInput('track stays as it was.');
      const { name, summary, track, lineManages, staffGroup } = input;
      const what = [name, summary, track, lineManages, staffGroup, roleCodes];
      await this.db.rows(writeProfileSql, [viewer.trustId, code, ...what]);
      return recall();
    };
    const mutation = 'setRoleProfile';
    return this.idempotency.once<ProfileRow, CatalogueHasIt>(viewer, mutation, input, work, recall);
  }

  /**
   * Adds a step of the trust's own or changes one. Writers of one trust wait for each other, so that
   * two steps made at once cannot close a loop.
   *
   * @throws NOT_FOUND when the trust has no such step.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  setStep(viewer: Viewer, input: SetPathwayStepInput): Promise<StepRow | StepRefused> {
    const needs = keptNeeds(input.needs);
    const { validFrom, validTo = null } = input;
    if (validTo !== null && validTo <= validFrom) throw badUserInput('validTo is after validFrom.');
    const recall = (id: string) => this.#step(viewer, id);
    const work = async () => {
      await this.#lock(viewer);
      const catalogue = await readCatalogue(this.db, viewer);
      const id = heldStep(catalogue, input) ?? newId();
      const [from, to] = [input.fromCode, input.toCode].map((wanted) =>
        catalogue.profiles.find(({ code }) => code === wanted),
      );
      if (!from || !to) throw badUserInput('fromCode and toCode are codes of role profiles.');
      const asksToManage = needs.some(({ kind }) => kind === NeedKind.LINE_MANAGEMENT);
      if (asksToManage && to.track !== CareerTrack.LEADERSHIP) return new ManagementNotAsked();
      const refused = refusedPlace(catalogue, id, { pathwayCode: input.pathwayCode, from, to });
      if (refused) return refused;
      const isOwn = to.version !== null;
      await this.db.rows(writeStepSql, [
        ...[viewer.trustId, id, input.pathwayCode, from.code, to.code, isOwn ? to.code : null],
        ...[to.track, input.typicalMonths, input.fundingRoutes, JSON.stringify(needs)],
        ...[validFrom, validTo, input.source],
      ]);
      return recall(id);
    };
    const mutation = 'setPathwayStep';
    return this.idempotency.once<StepRow, StepRefused>(viewer, mutation, input, work, recall);
  }

  async #lock({ trustId }: Viewer): Promise<void> {
    const lock = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
    await this.db.rows(lock, [`pathways of ${trustId}`]);
  }

  async #profile(viewer: Viewer, wanted: string): Promise<ProfileRow> {
    const { profiles } = await readCatalogue(this.db, viewer);
    const found = profiles.find(({ code }) => code === wanted);
    if (!found) throw notFound('role profile');
    return Object.assign({ id: viewer.trustId }, found);
  }

  async #step(viewer: Viewer, id: string): Promise<StepRow> {
    const { pathways } = await readCatalogue(this.db, viewer);
    const found = pathways.flatMap(({ steps }) => steps).find(({ own }) => own?.id === id);
    if (!found) throw notFound('step');
    return Object.assign({ id }, found);
  }
}

function stale(what: string, currentVersion: number): Fault {
  return new Fault('CONFLICT', `The ${what} was changed since it was read.`, { currentVersion });
}

/** @returns the id of the trust's own step that the input means; none when it means a new one. */
function heldStep({ pathways }: Catalogue, { id, version }: SetPathwayStepInput): string | null {
  if (id == null) return null;
  const steps = pathways.flatMap((pathway) => pathway.steps);
  const held = steps.find(({ own }) => own?.id === idOrNone(id))?.own;
  if (!held) throw notFound('step');
  if (held.version !== version) throw stale('step', held.version);
  return held.id;
}

interface Place {
  readonly pathwayCode: string;
  readonly from: RoleProfile;
  readonly to: RoleProfile;
}

/** @returns why a step cannot be where it is to be; nothing when it can. */
function refusedPlace({ pathways }: Catalogue, id: string, { pathwayCode, from, to }: Place) {
  const known = [...shippedPathways, ownPathway].some(({ code }) => code === pathwayCode);
  if (!known) throw badUserInput('pathwayCode is the code of a pathway, or OWN.');
  const pathway = pathways.find(({ code }) => code === pathwayCode);
  const others = (pathway?.steps ?? []).filter(({ own }) => own?.id !== id);
  const twin = others.find((step) => step.from.code === from.code && step.to.code === to.code);
  if (twin?.own) return new CatalogueHasIt('A step of yours between the same two');
  const loop = loopOf([...others, { from, to }]);
  return loop.length > 0 ? new PathwayLoops(loop) : null;
}

const writeProfileSql = `
  INSERT INTO own_role_profile AS held
    (trust_id, code, name, summary, track, line_manages, staff_group, role_codes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (trust_id, code) DO UPDATE
     SET name = excluded.name, summary = excluded.summary, line_manages = excluded.line_manages,
         staff_group = excluded.staff_group, role_codes = excluded.role_codes,
         version = held.version + 1`;

const writeStepSql = `
  INSERT INTO own_pathway_step AS held
    (trust_id, id, pathway_code, from_code, to_code, to_own_code, to_track, typical_months,
     funding_routes, needs, valid_from, valid_to, source)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (trust_id, id) DO UPDATE
     SET pathway_code = excluded.pathway_code, from_code = excluded.from_code,
         to_code = excluded.to_code, to_own_code = excluded.to_own_code,
         to_track = excluded.to_track, typical_months = excluded.typical_months,
         funding_routes = excluded.funding_routes, needs = excluded.needs,
         valid_from = excluded.valid_from, valid_to = excluded.valid_to, source = excluded.source,
         version = held.version + 1`;
