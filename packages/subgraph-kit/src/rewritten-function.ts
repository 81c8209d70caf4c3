/**
 * SQL that replaces one clause of a function and leaves the rest of it as it stands; it fails where there
 * is no such clause.
 *
 * @param name with its types, such as `fairness_window(uuid, uuid)`.
 */
export const rewritten = (name: string, from: string, to: string) => `
  DO $do$
  DECLARE
    before text := pg_get_functiondef('${name}'::regprocedure);
  BEGIN
    IF strpos(before, $from$${from}$from$) = 0 THEN RAISE EXCEPTION '${name} has no such clause'; END IF;
    EXECUTE replace(before, $from$${from}$from$, $to$${to}$to$);
  END $do$`;
