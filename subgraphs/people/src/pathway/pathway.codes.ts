import { z } from 'zod';
import { staffRole } from '../assignment/staff-role.codes.ts';
import { credentialKinds } from '../credential/credential.codes.ts';
import { readReference } from '../official-code.ts';
import { codesOfCell, roleProfile } from '../role-profile/role-profile.codes.ts';
import { loopOf, stepsThatWronglyAskToManage } from './pathway.check.ts';
import {
  FundingRoute,
  NeedKind,
  type Pathway,
  type PathwayStep,
  type StepNeed,
} from './pathway.types.ts';

const placeOfStep = { pathway: z.string(), from_profile: z.string(), to_profile: z.string() };

const stepRow = z.object({
  ...placeOfStep,
  typical_months: z.coerce.number().int().positive(),
  valid_from: z.iso.date(),
  valid_to: z.union([z.iso.date(), z.literal('').transform(() => null)]),
  funding_routes: codesOfCell.pipe(z.array(z.enum(FundingRoute)).min(1)),
  source: z.string().min(1),
});

const needRow = z.object({
  ...placeOfStep,
  kind: z.enum(NeedKind),
  codes: codesOfCell,
  months: z.union([z.literal('').transform(() => null), z.coerce.number().int().positive()]),
  text: z.string().min(1),
});

type PlaceOfStep = Pick<z.infer<typeof needRow>, keyof typeof placeOfStep>;

const nameOf = ({ pathway, from_profile, to_profile }: PlaceOfStep) =>
  [pathway, from_profile, to_profile].join(' ');

function needOf({ kind, codes, months, text }: z.infer<typeof needRow>): StepNeed {
  return {
    ...{ kind, months, text },
    credentials: kind === NeedKind.CREDENTIAL ? codes.map((code) => credentialKinds.get(code)) : [],
    roles: kind === NeedKind.EXPERIENCE ? codes.map(staffRole) : [],
  };
}

const needs = Map.groupBy(
  readReference('step-needs.csv').map((row) => needRow.parse(row)),
  nameOf,
);

function stepOf(row: z.infer<typeof stepRow>): PathwayStep {
  return {
    from: roleProfile(row.from_profile),
    to: roleProfile(row.to_profile),
    typicalMonths: row.typical_months,
    fundingRoutes: row.funding_routes,
    needs: (needs.get(nameOf(row)) ?? []).map(needOf),
    validFrom: row.valid_from,
    validTo: row.valid_to,
    source: row.source,
    own: null,
  };
}

const steps = Map.groupBy(
  readReference('pathway-steps.csv').map((row) => stepRow.parse(row)),
  ({ pathway }) => pathway,
);

/** @throws when it has a loop, or demands management outside leadership. */
function sound(pathway: Pathway): Pathway {
  const loop = loopOf(pathway.steps);
  if (loop.length > 0) throw new Error(`${pathway.code} has the loop ${loop.join(' > ')}`);
  const [wrong] = stepsThatWronglyAskToManage(pathway.steps);
  if (wrong) throw new Error(`${pathway.code} demands line management of ${wrong.to.code}`);
  return pathway;
}

const pathwayRow = z.object({ code: z.string(), name: z.string(), summary: z.string() });

/** The pathways that the product comes with, in their order. */
export const shippedPathways: readonly Pathway[] = readReference('pathways.csv').map((row) => {
  const pathway = pathwayRow.parse(row);
  return sound({ ...pathway, steps: (steps.get(pathway.code) ?? []).map(stepOf) });
});
