/** Writes placements from JSON (`$2`); those who must agree have until `$3`. */
export const makeSql = `
  INSERT INTO placement (trust_id, id, opportunity_id, application_id, person_id, kind, home_school_id,
                         host_school_id, starts_on, ends_on, weekdays, purpose, agreement_id, consent_by,
                         state, minutes_a_week)
  SELECT $1, draft.id, "opportunityId", "applicationId", "personId", kind,
         coalesce("homeSchoolId", home.school_id),
         coalesce("hostSchoolId", "homeSchoolId", home.school_id), "startsOn", "endsOn", weekdays,
         purpose, "agreementId", $3, 'PREPARING', "minutesAWeek"
    FROM json_to_recordset($2) AS draft (
         id uuid, "opportunityId" uuid, "applicationId" uuid, "personId" uuid, kind text,
         "homeSchoolId" uuid, "hostSchoolId" uuid, "startsOn" date, "endsOn" date, weekdays smallint[],
         purpose text, "agreementId" uuid, "minutesAWeek" integer)
    LEFT JOIN LATERAL (
      SELECT school_id FROM roster_assignment r
       WHERE r.trust_id = $1 AND r.person_id = draft."personId"
         AND (r.ends_on IS NULL OR r.ends_on > draft."startsOn")
       ORDER BY r.starts_on > draft."startsOn", r.is_primary DESC, r.fte DESC, r.id LIMIT 1
    ) home ON true`;

/**
 * Asks whoever goes, the head of each school that does without them on the days of the placement, and
 * the head of the school to which they go. A post is nobody's to refuse but theirs who give and take it.
 */
export const askPartiesSql = `
  WITH asked AS (
    SELECT p.id, 'PERSON' AS party, NULL::uuid AS school_id FROM placement p
     WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[])
    UNION
    SELECT p.id, 'HOME_HEAD', coalesce(worked.school_id, p.home_school_id) FROM placement p
      LEFT JOIN working_day worked ON worked.trust_id = p.trust_id AND worked.person_id = p.person_id
       AND worked.weekday = ANY (taken_weekdays(p))
     WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) AND p.kind <> 'POST'
       AND (worked.school_id IS DISTINCT FROM p.host_school_id OR worked.school_id IS NULL
            OR p.home_school_id = p.host_school_id)
    UNION
    SELECT p.id, 'HOST_HEAD', p.host_school_id FROM placement p
     WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[])
       AND (p.kind = 'POST' OR p.host_school_id <> p.home_school_id OR p.home_school_id IS NULL)
  )
  INSERT INTO placement_party (trust_id, id, placement_id, party, school_id, asked_at)
  SELECT $1, gen_random_uuid(), id, party, school_id, $3 FROM asked
   WHERE party = 'PERSON' OR school_id IS NOT NULL
  ON CONFLICT DO NOTHING`;

/** Keeps what was agreed before a placement was made; a school is asked once as home or host. */
export const agreeingOfOfferSql = `
  INSERT INTO placement_consent (trust_id, party_id, number, placement_id, agrees, reason, given_at,
                                 given_by_id)
  SELECT $1, asked.id, 1, asked.placement_id, true, said.reason, $3, said."byId"
    FROM json_to_recordset($2) AS said (id uuid, party text, reason text, "byId" uuid)
    JOIN placement_party asked ON asked.trust_id = $1 AND asked.placement_id = said.id
     AND asked.party = said.party`;

/** What everybody is shown on their first day. */
const firstDay = [
  'Where to sign in, and who looks after you',
  'Who leads on safeguarding, and how to tell them of a concern',
  'What to do when the fire alarm sounds',
];

export const inductionSql = `
  INSERT INTO placement_induction (trust_id, placement_id, number, item)
  SELECT $1, placement_id, number, item
    FROM unnest($2::uuid[]) AS placement_id
   CROSS JOIN unnest(ARRAY['${firstDay.join("', '")}']) WITH ORDINALITY AS first_day (item, number)`;
