const ofRecord = (table: string) =>
  `${table}.trust_id = $1 AND ${table}.person_id = $2
     AND ($4::uuid IS NULL OR ${table}.source_record_id = $4)`;

/**
 * Makes what records of staff tell of one person (`$2`) another's (`$3`): all, or what one record
 * (`$4`) tells. In one statement, because a post and its contract are always the same person's. The
 * next statement of such a record is taken in whole, whatever it says.
 */
export const passOnRecordsSql = `
  WITH contracts AS (
    UPDATE contract SET person_id = $3 WHERE ${ofRecord('contract')}),
  posts AS (
    UPDATE assignment SET person_id = $3 FROM contract
     WHERE ${ofRecord('contract')} AND assignment.trust_id = $1
       AND assignment.contract_id = contract.id),
  leave AS (
    UPDATE leave_period SET person_id = $3 WHERE ${ofRecord('leave_period')}),
  credentials AS (
    UPDATE credential SET person_id = $3 WHERE ${ofRecord('credential')})
  UPDATE staff_source_record SET person_id = $3, content_hash = NULL
   WHERE trust_id = $1 AND person_id = $2 AND ($4::uuid IS NULL OR id = $4)`;

/** Sign-ins and roles of one person (`$2`) become another's (`$3`). */
export const passOnAccessSql = `
  WITH sign_ins AS (
    UPDATE sign_in SET person_id = $3 WHERE trust_id = $1 AND person_id = $2)
  UPDATE role_grant SET person_id = $3 WHERE trust_id = $1 AND person_id = $2`;

/**
 * What one person was told becomes another's. Of what both were told, the other's own stands; so do
 * their preferences.
 */
export const passOnNoticesSql = `
  WITH preferences AS (
    UPDATE notice_preference AS gone SET person_id = $3
     WHERE gone.trust_id = $1 AND gone.person_id = $2
       AND NOT EXISTS (SELECT FROM notice_preference AS own
                        WHERE own.trust_id = $1 AND own.person_id = $3)),
  nudges AS (
    UPDATE conversation_nudge AS gone SET person_id = $3
     WHERE gone.trust_id = $1 AND gone.person_id = $2
       AND NOT EXISTS (SELECT FROM conversation_nudge AS own
                        WHERE own.trust_id = $1 AND own.person_id = $3 AND own.kind = gone.kind
                          AND own.period_on = gone.period_on))
  UPDATE notice AS gone SET person_id = $3
   WHERE gone.trust_id = $1 AND gone.person_id = $2
     AND NOT EXISTS (SELECT FROM notice AS own
                      WHERE own.trust_id = $1 AND own.person_id = $3 AND own.kind = gone.kind
                        AND own.about_type = gone.about_type AND own.about_id = gone.about_id
                        AND own.about_version = gone.about_version)`;

/** Where both belong to a network, the one who stays (`$3`) leads it if the other (`$2`) did. */
export const passOnLeadsSql = `
  UPDATE network_term AS term SET membership_id = theirs.id
    FROM network_membership AS gone, network_membership AS theirs
   WHERE term.trust_id = $1 AND gone.trust_id = $1 AND theirs.trust_id = $1
     AND term.membership_id = gone.id AND gone.person_id = $2 AND gone.left_on IS NULL
     AND theirs.network_id = gone.network_id AND theirs.person_id = $3 AND theirs.left_on IS NULL`;

/** And belongs to it once: the other's membership ends (`$4` is today) and stays as history. */
export const endDoubleMembershipsSql = `
  UPDATE network_membership AS gone SET left_on = greatest($4::date, gone.joined_on + 1)
   WHERE gone.trust_id = $1 AND gone.person_id = $2 AND gone.left_on IS NULL
     AND EXISTS (SELECT FROM network_membership AS theirs
                  WHERE theirs.trust_id = $1 AND theirs.network_id = gone.network_id
                    AND theirs.person_id = $3 AND theirs.left_on IS NULL)`;

export const passOnMembershipsSql = `
  UPDATE network_membership SET person_id = $3 WHERE trust_id = $1 AND person_id = $2`;

/** Invitations of one person become another's; where both are asked to one network, one stands. */
export const passOnInvitationsSql = `
  WITH doubled AS (
    UPDATE network_invitation AS gone SET state = 'DECLINED', answered_at = now()
     WHERE gone.trust_id = $1 AND gone.person_id = $2 AND gone.state = 'OPEN'
       AND EXISTS (SELECT FROM network_invitation AS own
                    WHERE own.trust_id = $1 AND own.network_id = gone.network_id
                      AND own.person_id = $3 AND own.state = 'OPEN')
    RETURNING gone.id)
  UPDATE network_invitation AS passed
     SET person_id = CASE person_id WHEN $2 THEN $3 ELSE person_id END,
         invited_by_id = CASE invited_by_id WHEN $2 THEN $3 ELSE invited_by_id END
   WHERE passed.trust_id = $1 AND $2 IN (person_id, invited_by_id)
     AND passed.id NOT IN (SELECT id FROM doubled)`;

/**
 * What one stated of themselves becomes the other's, whose own stands where both stated it. Nobody ends
 * up having endorsed themselves.
 */
export const passOnExpertiseSql = `
  WITH own_word AS (
    DELETE FROM expertise_endorsement
     WHERE trust_id = $1 AND endorser_id IN ($2, $3) AND person_id IN ($2, $3)),
  doubled AS (
    UPDATE expertise AS gone SET withdrawn_at = now()
     WHERE gone.trust_id = $1 AND gone.person_id = $2 AND gone.withdrawn_at IS NULL
       AND EXISTS (SELECT FROM expertise AS own
                    WHERE own.trust_id = $1 AND own.person_id = $3 AND own.withdrawn_at IS NULL
                      AND own.subject_code IS NOT DISTINCT FROM gone.subject_code
                      AND own.theme IS NOT DISTINCT FROM gone.theme))
  SELECT`;

export const passOnEndorsingSql = `
  WITH stated AS (
    UPDATE expertise SET person_id = $3 WHERE trust_id = $1 AND person_id = $2)
  UPDATE expertise_endorsement SET endorser_id = $3 WHERE trust_id = $1 AND endorser_id = $2`;

/** Where both are guests of one network, the other's own goes on. */
export const passOnGuestsSql = `
  WITH doubled AS (
    UPDATE network_guest AS gone SET left_on = greatest(current_date, gone.joined_on), person_id = $3
     WHERE gone.trust_id = $1 AND gone.person_id = $2 AND gone.left_on IS NULL
       AND EXISTS (SELECT FROM network_guest AS own
                    WHERE own.trust_id = $1 AND own.network_id = gone.network_id
                      AND own.person_id = $3 AND own.left_on IS NULL)
    RETURNING gone.id)
  UPDATE network_guest SET person_id = $3
   WHERE trust_id = $1 AND person_id = $2 AND id NOT IN (SELECT id FROM doubled)`;

/** Where both answered or were at one meeting, the other's own word stands, and either was there. */
export const passOnAttendanceSql = `
  WITH gone AS (
    DELETE FROM network_attendance WHERE trust_id = $1 AND person_id = $2
    RETURNING meeting_id, answer, attended)
  INSERT INTO network_attendance AS kept (trust_id, meeting_id, person_id, answer, attended)
  SELECT $1, meeting_id, $3, answer, attended FROM gone
  ON CONFLICT (trust_id, meeting_id, person_id) DO UPDATE
    SET answer = coalesce(kept.answer, excluded.answer),
        attended = CASE WHEN kept.attended OR excluded.attended THEN true
                        ELSE coalesce(kept.attended, excluded.attended) END`;

/** All manager links in which a person (`$2`) is either. */
export const linksOfSql = `
  SELECT id, person_id AS "personId", manager_id AS "managerId", starts_on AS "startsOn",
         ends_on AS "endsOn"
    FROM manager_link WHERE trust_id = $1 AND (person_id = $2 OR manager_id = $2) ORDER BY id`;

/** Links that could not pass on end (`$3` is today). */
export const endLinksSql = `
  UPDATE manager_link SET ends_on = greatest($3::date, starts_on + 1)
   WHERE trust_id = $1 AND id = ANY ($2::uuid[]) AND (ends_on IS NULL OR ends_on > $3::date)`;

/** Takes the identifiers of one person (`$2`) away, to be given to another. */
export const takeIdentifiersSql = `
  WITH gone AS (
    SELECT trn, work_email FROM person WHERE trust_id = $1 AND id = $2),
  taken AS (
    UPDATE person SET trn = NULL, work_email = NULL WHERE trust_id = $1 AND id = $2)
  SELECT trn, work_email AS "workEmail" FROM gone`;

/**
 * Gives a person (`$2`) a TRN (`$3`) and a work e-mail (`$4`) where they have none; a TRN also where
 * theirs no longer stands.
 */
export const giveIdentifiersSql = `
  UPDATE person SET
    trn = CASE WHEN EXISTS (SELECT FROM trn_change WHERE trust_id = $1 AND old_trn = person.trn)
               THEN coalesce($3, trn) ELSE coalesce(trn, $3) END,
    work_email = coalesce(work_email, $4),
    search_text = CASE WHEN work_email IS NULL THEN search_text || coalesce($4, '')
                       ELSE search_text END
   WHERE trust_id = $1 AND id = $2`;

/** From now on one id (`$2`) answers another person (`$3`), and so does each that answered it. */
export const redirectSql = `
  WITH earlier AS (
    UPDATE person_redirect SET person_id = $3 WHERE trust_id = $1 AND person_id = $2)
  INSERT INTO person_redirect (trust_id, old_id, person_id) VALUES ($1, $2, $3)`;

/** Somebody new (`$3`) of the same name as a person (`$2`), until their record says otherwise. */
export const newPersonLikeSql = `
  INSERT INTO person (trust_id, id, given_name, family_name, preferred_name, sort_name,
    sort_given_name, search_text)
  SELECT trust_id, $3, given_name, family_name, preferred_name, sort_name, sort_given_name,
         left(search_text, length(search_text) - length(coalesce(work_email, '')))
    FROM person WHERE trust_id = $1 AND id = $2`;

/** Records of a source (`$3`) by its own id (`$4`) that were taken for a person's (`$2`). */
export const recordsOfPersonSql = `
  SELECT record.id, record.instance_id AS "instanceId",
         (SELECT count(*)::integer FROM staff_source_record AS own
           WHERE own.trust_id = $1 AND own.person_id = $2) AS "ofPerson"
    FROM staff_source_record AS record
   WHERE record.trust_id = $1 AND record.person_id = $2 AND record.source = $3
     AND record.external_id = $4 ORDER BY record.id FOR UPDATE OF record`;
