/**
 * Row security by which each trust sees and writes its own rows alone, and what the app role may do.
 *
 * @param column that holds the trust's id.
 */
export function sameTrust(table: string, rights: string, column = 'trust_id'): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY same_trust ON ${table}
      USING (${column} = (select app.trust())) WITH CHECK (${column} = (select app.trust()));
    GRANT ${rights} ON ${table} TO people_app;`;
}

/** Lets a job that has the scope do the same for every trust. Given by no role and to no key. */
export function alsoWithScope(table: string, scope: string, command: 'SELECT' | 'ALL'): string {
  const holds = `'${scope}' = ANY ((select app.scopes())::text[])`;
  const check = command === 'ALL' ? `WITH CHECK (${holds})` : '';
  const name = scope.replace(':', '_');
  return `CREATE POLICY ${name} ON ${table} FOR ${command} USING (${holds}) ${check};`;
}
