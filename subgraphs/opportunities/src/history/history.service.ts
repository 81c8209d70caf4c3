import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import type { OpportunityState } from '../opportunity/opportunity-state.types.ts';

/** An opportunity as it was elsewhere, with its id. */
export interface PastOpportunity {
  readonly id: string;
  readonly kind: OpportunityKind;
  readonly title: string;
  readonly summary: string;
  readonly hostSchoolId: string | null;
  readonly networkId: string | null;
  /** Empty when it is for all staff. */
  readonly audienceRoleCodes: readonly string[];
  readonly opensOn: string;
  /** The last day, itself included. */
  readonly closesOn: string;
  readonly state: OpportunityState;
  readonly createdById: string;
}

/** An application as it was elsewhere, with its id. */
export interface PastApplication {
  readonly id: string;
  readonly opportunityId: string;
  readonly personId: string;
  readonly statement: string;
  readonly submittedAt: string;
  readonly withdrawnAt: string | null;
}

/** A placement as it was agreed elsewhere, with its id. */
export interface PastPlacement {
  readonly id: string;
  readonly opportunityId: string;
  readonly personId: string;
  readonly kind: OpportunityKind;
  readonly homeSchoolId: string;
  readonly hostSchoolId: string;
  readonly startsOn: string;
  /** First day on which it no longer runs. */
  readonly endsOn: string;
}

/**
 * Brings in what happened before a trust came to us, many records in one statement. What is there
 * already stays as it is, so that the same records can be brought in again. The tables’ own
 * constraints hold for it as for anything else.
 */
export class HistoryService {
  constructor(private readonly db: Database) {}

  /** What had been published counts as published on the morning on which it opened. */
  async bringInOpportunities({ trustId }: Viewer, past: readonly PastOpportunity[]): Promise<void> {
    await this.db.rows(
      `INSERT INTO opportunity (trust_id, id, kind, title, summary, host_school_id, network_id, audience,
                                opens_on, closes_on, state, published_at, created_by_id, version)
       SELECT $1, id, kind, title, summary, "hostSchoolId", "networkId",
              jsonb_build_object('version', 2, 'staffGroups', '[]'::jsonb, 'roleCodes', "audienceRoleCodes",
                'schoolIds', '[]'::jsonb, 'subjectCodes', '[]'::jsonb, 'contractTypes', '[]'::jsonb,
                'reason', null),
              "opensOn", "closesOn", state,
              CASE WHEN state NOT IN ('DRAFT', 'APPROVED')
                   THEN "opensOn"::timestamp AT TIME ZONE 'Europe/London' END,
              "createdById", 1
         FROM jsonb_to_recordset($2) AS past (
              id uuid, kind text, title text, summary text, "hostSchoolId" uuid, "networkId" uuid,
              "audienceRoleCodes" jsonb, "opensOn" date, "closesOn" date, state text, "createdById" uuid)
       ON CONFLICT (trust_id, id) DO NOTHING`,
      [trustId, JSON.stringify(past)],
    );
  }

  /** The viewer needs `application:read` for all schools, because these are applications of others. */
  async bringInApplications({ trustId }: Viewer, past: readonly PastApplication[]): Promise<void> {
    await this.db.rows(
      `INSERT INTO application (trust_id, id, opportunity_id, person_id, statement, state,
                                submitted_at, withdrawn_at, version)
       SELECT $1, id, "opportunityId", "personId", statement,
              CASE WHEN "withdrawnAt" IS NULL THEN 'SUBMITTED' ELSE 'WITHDRAWN' END,
              "submittedAt", "withdrawnAt", 1
         FROM jsonb_to_recordset($2) AS past (
              id uuid, "opportunityId" uuid, "personId" uuid, statement text,
              "submittedAt" timestamptz, "withdrawnAt" timestamptz)
       ON CONFLICT (trust_id, id) DO NOTHING`,
      [trustId, JSON.stringify(past)],
    );
  }

  async bringInPlacements({ trustId }: Viewer, past: readonly PastPlacement[]): Promise<void> {
    await this.db.rows(
      `INSERT INTO placement (trust_id, id, opportunity_id, person_id, kind, home_school_id,
                              host_school_id, starts_on, ends_on)
       SELECT $1, id, "opportunityId", "personId", kind, "homeSchoolId", "hostSchoolId",
              "startsOn", "endsOn"
         FROM jsonb_to_recordset($2) AS past (
              id uuid, "opportunityId" uuid, "personId" uuid, kind text, "homeSchoolId" uuid,
              "hostSchoolId" uuid, "startsOn" date, "endsOn" date)
       ON CONFLICT (trust_id, id) DO NOTHING`,
      [trustId, JSON.stringify(past)],
    );
  }
}
