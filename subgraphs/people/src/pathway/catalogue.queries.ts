import { staffRole } from '../assignment/staff-role.codes.ts';
import type { StaffGroup } from '../assignment/assignment.types.ts';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { credentialKinds } from '../credential/credential.codes.ts';
import { roleProfiles } from '../role-profile/role-profile.codes.ts';
import type { CareerTrack, RoleProfile } from '../role-profile/role-profile.types.ts';
import { shippedPathways } from './pathway.codes.ts';
import type { FundingRoute, NeedKind, Pathway, PathwayStep } from './pathway.types.ts';

/** What people can grow into and by which ways: of the product, as a trust has changed it. */
export interface Catalogue {
  readonly profiles: readonly RoleProfile[];
  readonly pathways: readonly Pathway[];
}

/** A need as it is kept: codes of credentials or of roles, by its kind. */
export interface KeptNeed {
  readonly kind: NeedKind;
  readonly text: string;
  readonly credentials: readonly string[];
  readonly roles: readonly string[];
  readonly months: number | null;
}

interface ProfileRow {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly track: CareerTrack;
  readonly lineManages: boolean;
  readonly staffGroup: StaffGroup;
  readonly roleCodes: readonly string[];
  readonly version: number;
}

interface StepRow {
  readonly id: string;
  readonly pathwayCode: string;
  readonly fromCode: string;
  readonly toCode: string;
  readonly typicalMonths: number;
  readonly fundingRoutes: FundingRoute[];
  readonly needs: readonly KeptNeed[];
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string;
  readonly version: number;
}

/** Where a trust's own steps go that are part of no pathway of the catalogue. */
export const ownPathway: Pathway = {
  ...{ code: 'OWN', name: 'Our own ways', steps: [] },
  summary: 'Steps of this trust that are part of no pathway of the catalogue.',
};

/** The catalogue as the viewer's trust has it. */
export async function readCatalogue(db: Database, { trustId }: Viewer): Promise<Catalogue> {
  const own = await db.rows<ProfileRow>(profilesSql, [trustId]);
  const steps = await db.rows<StepRow>(stepsSql, [trustId]);
  const profiles = [...roleProfiles, ...own.map(profileOf)];
  if (steps.length === 0) return { profiles, pathways: shippedPathways };
  const byCode = new Map(profiles.map((profile) => [profile.code, profile]));
  const ofPathway = Map.groupBy(
    steps.flatMap((row) => stepOf(row, byCode)),
    ({ pathwayCode }) => pathwayCode,
  );
  const pathways = [...shippedPathways, ownPathway]
    .map((pathway) => withOwn(pathway, ofPathway.get(pathway.code) ?? []))
    .filter((pathway) => pathway.steps.length > 0);
  return { profiles, pathways };
}

/** A step of the trust's stands instead of the catalogue's between the same two. */
function withOwn(pathway: Pathway, own: readonly PathwayStep[]): Pathway {
  if (own.length === 0) return pathway;
  const placeOf = ({ from, to }: PathwayStep) => `${from.code} ${to.code}`;
  const instead = new Set(own.map(placeOf));
  const kept = pathway.steps.filter((step) => !instead.has(placeOf(step)));
  const { code, name, summary } = pathway;
  return { code, name, summary, steps: [...kept, ...own] };
}

const profileOf = ({ roleCodes, ...row }: ProfileRow): RoleProfile => {
  return { ...row, roles: roleCodes.map(staffRole) };
};

function stepOf(row: StepRow, profiles: ReadonlyMap<string, RoleProfile>) {
  const { id, version, fromCode, toCode, needs, ...step } = row;
  const [from, to] = [profiles.get(fromCode), profiles.get(toCode)];
  if (!from || !to) return []; // of a catalogue that is newer than this process
  return [
    {
      ...{ ...step, from, to, own: { id, version } },
      needs: needs.map(({ credentials, roles, ...need }) => ({
        ...need,
        credentials: credentials.map((code) => credentialKinds.get(code)),
        roles: roles.map(staffRole),
      })),
    },
  ];
}

const profilesSql = `
  SELECT code, name, summary, track, line_manages AS "lineManages", staff_group AS "staffGroup",
         role_codes AS "roleCodes", version
    FROM own_role_profile WHERE trust_id = $1 ORDER BY code`;

const stepsSql = `
  SELECT id, pathway_code AS "pathwayCode", from_code AS "fromCode", to_code AS "toCode",
         typical_months AS "typicalMonths", funding_routes AS "fundingRoutes", needs,
         valid_from AS "validFrom", valid_to AS "validTo", source, version
    FROM own_pathway_step WHERE trust_id = $1 ORDER BY id`;
