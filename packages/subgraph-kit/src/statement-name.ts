/** What every span of a statement says. */
export const sqlFacts = { 'db.system.name': 'postgresql' } as const;

/**
 * Names a statement for those who look at traces, such as `SELECT person`: its first word and the
 * table that it is about first. Nothing else of it is told, and never its parameters.
 */
export function statementName(sql: string): string {
  const [, verb = 'statement'] = /^\s*([a-z]+)/i.exec(sql) ?? [];
  const [, table] = /\b(?:from|into|update)\s+(?:only\s+)?"?([a-z_][\w.]*)/i.exec(sql) ?? [];
  return table ? `${verb.toUpperCase()} ${table}` : verb.toUpperCase();
}
