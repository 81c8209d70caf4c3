import type { Client } from 'pg';

/** One subgraph's place on a server: a database and its roles. */
export interface Provision {
  readonly database: string;
  /** Owns the tables and migrates. */
  readonly owner: { readonly name: string; readonly password: string };
  /** Serves: owns nothing and cannot step around row security. */
  readonly app: { readonly name: string; readonly password: string };
  /** Works in the background: owns nothing either, and sees of every trust what policies show it. */
  readonly job: { readonly name: string; readonly password: string };
}

/**
 * Makes the roles and the database where they are missing, and sets the passwords.
 *
 * @param admin may create roles and databases. Two callers at once wait for each other.
 */
export async function provision(
  admin: Client,
  { database, owner, app, job }: Provision,
): Promise<void> {
  await admin.query('SELECT pg_advisory_lock(7265110)');
  try {
    for (const { name, password } of [owner, app, job]) {
      const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
      const role = admin.escapeIdentifier(name);
      if (rowCount === 0) await admin.query(`CREATE ROLE ${role}`);
      await admin.query(
        `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${admin.escapeLiteral(password)}`,
      );
    }
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      database,
    ]);
    if (rowCount === 0) {
      const as = admin.escapeIdentifier(owner.name);
      await admin.query(`GRANT ${as} TO CURRENT_USER`);
      await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)} OWNER ${as}`);
    }
  } finally {
    await admin.query('SELECT pg_advisory_unlock(7265110)');
  }
}
