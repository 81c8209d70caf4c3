import type { DataSource } from 'typeorm';

/**
 * What is wrong with the database as the app role sees it; nothing is served while anything is.
 * The role must not be able to step around row security, and each table that it can touch must have
 * row security enabled, forced and given a policy.
 *
 * @param exemptSchemas whose tables are not ours and hold nothing of any trust, such as a queue's.
 * @returns one sentence a finding.
 */
export async function findInsecurities(
  app: DataSource,
  exemptSchemas: readonly string[] = [],
): Promise<string[]> {
  const rows = await app.query<{ finding: string }[]>(findings, [exemptSchemas]);
  return rows.map(({ finding }) => finding);
}

const findings = `
  WITH touched AS (
    SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind, c.relrowsecurity,
           c.relforcerowsecurity, c.reloptions, c.relowner, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
       AND n.nspname <> ALL ($1::text[])
       AND (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE'))
  )
  SELECT 'The role ' || rolname || ' is a superuser.' AS finding
    FROM pg_roles WHERE rolname = current_user AND rolsuper
  UNION ALL
  SELECT 'The role ' || rolname || ' bypasses row security.'
    FROM pg_roles WHERE rolname = current_user AND rolbypassrls
  UNION ALL
  SELECT 'The role ' || current_user || ' may act as ' || rolname || ', which is no app role.'
    FROM pg_roles WHERE rolname <> current_user AND pg_has_role(oid, 'MEMBER')
     AND (rolsuper OR rolbypassrls OR oid IN (SELECT relowner FROM touched))
  UNION ALL
  SELECT 'The role ' || current_user || ' owns ' || name || '.'
    FROM touched JOIN pg_roles ON pg_roles.oid = relowner WHERE rolname = current_user
  UNION ALL
  SELECT name || ' has no forced row security.'
    FROM touched WHERE relkind IN ('r', 'p') AND relname <> 'migration'
     AND NOT (relrowsecurity AND relforcerowsecurity)
  UNION ALL
  SELECT name || ' has no policy.'
    FROM touched WHERE relkind IN ('r', 'p') AND relname <> 'migration'
     AND NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = touched.oid)
  UNION ALL
  SELECT name || ' may be truncated by ' || current_user || '.'
    FROM touched WHERE relkind IN ('r', 'p') AND has_table_privilege(oid, 'TRUNCATE')
  UNION ALL
  SELECT name || ' shows its owner’s rows: a view needs security_invoker.'
    FROM touched WHERE relkind = 'v'
     AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)
  UNION ALL
  SELECT name || ' is a ' || CASE relkind WHEN 'm' THEN 'materialised view' ELSE 'foreign table' END
         || ', which row security does not cover.'
    FROM touched WHERE relkind IN ('m', 'f')
  UNION ALL
  SELECT name || ' has no trust_id.'
    FROM touched WHERE relkind IN ('r', 'p') AND relname <> 'migration'
     AND NOT EXISTS (SELECT 1 FROM pg_attribute
                      WHERE attrelid = touched.oid AND attname = 'trust_id' AND NOT attisdropped)
     AND relname <> 'trust' AND coalesce(obj_description(touched.oid), '') NOT LIKE 'for all trusts:%'
  UNION ALL
  SELECT name || ' has the key ' || conname || ' across trusts: trust_id is not part of it.'
    FROM touched JOIN pg_constraint ON conrelid = touched.oid AND contype = 'f'
   WHERE EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = confrelid AND attname = 'trust_id')
     AND NOT EXISTS (SELECT 1 FROM pg_attribute
                      WHERE attrelid = conrelid AND attnum = ANY (conkey) AND attname = 'trust_id')
  UNION ALL
  SELECT 'The policy ' || policyname || ' of ' || tablename
         || ' asks the settings for each row: write (select app.…()).'
    FROM pg_policies
   WHERE regexp_replace(coalesce(qual, '') || coalesce(with_check, ''),
                        'SELECT (app\\.[a-z_]+|current_setting)\\(', '', 'gi') ~ '(app\\.[a-z_]+|current_setting)\\('
  ORDER BY finding`;
