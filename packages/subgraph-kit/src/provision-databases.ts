import pg from 'pg';
import { z } from 'zod';
import { readConfig } from './config.ts';
import { provision } from './provision.ts';

/**
 * Command: makes the databases that its arguments name, with an owner, an app and a job role each. Doing it
 * again changes nothing but the passwords.
 */
const names = process.argv.slice(2);
const password = z.string().min(16, 'under 16 characters');
const shape = z.object({
  /** May create roles and databases. */
  ADMIN_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ...Object.fromEntries(
    names.flatMap((name) => [
      [`${name.toUpperCase()}_OWNER_PASSWORD`, password],
      [`${name.toUpperCase()}_APP_PASSWORD`, password],
      [`${name.toUpperCase()}_JOB_PASSWORD`, password],
    ]),
  ),
});

try {
  const config = readConfig(shape, process.env);
  const passwords = new Map(Object.entries(config));
  const admin = new pg.Client({ connectionString: config.ADMIN_DATABASE_URL });
  await admin.connect();
  for (const name of names) {
    const role = (as: 'owner' | 'app' | 'job') => ({
      name: `${name}_${as}`,
      password: passwords.get(`${name.toUpperCase()}_${as.toUpperCase()}_PASSWORD`) ?? '',
    });
    const roles = { owner: role('owner'), app: role('app'), job: role('job') };
    await provision(admin, { database: name, ...roles });
    console.log(`database ${name} is there`);
  }
  await admin.end();
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The databases could not be made.');
  process.exitCode = 1;
}
