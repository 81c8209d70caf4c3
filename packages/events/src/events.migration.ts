import { runMigrations } from 'graphile-worker';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables behind events, as a migration for the subgraph's list: the outbox, who is sent what of it,
 * the inbox, and the queue of jobs (the schema `graphile_worker`). All new; the version now running
 * sees none of it.
 *
 * @param subgraph stem of its roles: `<subgraph>_app` writes events, `<subgraph>_job` delivers them.
 * @param appRights of the app role: it reads events only where it shows them to clients.
 */
export function eventTables(
  subgraph: string,
  appRights: 'INSERT' | 'SELECT, INSERT' = 'INSERT',
): new () => MigrationInterface {
  const [app, job] = [`"${subgraph}_app"`, `"${subgraph}_job"`];
  return class Events1796000030000 implements MigrationInterface {
    async up(queryRunner: QueryRunner): Promise<void> {
      await refuseWithoutJobRole(queryRunner, `${subgraph}_job`);
      await installQueue(queryRunner);
      await queryRunner.query(outbox(app, job, appRights));
      await queryRunner.query(deliveries(job));
      await queryRunner.query(inbox(app));
      await queryRunner.query(queueRights(app, job));
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        DROP FUNCTION app.wake_delivery();
        DROP SCHEMA graphile_worker CASCADE;
        DROP TABLE inbox_event, held_delivery, event_subscriber, event;`);
    }
  };
}

async function refuseWithoutJobRole(queryRunner: QueryRunner, role: string): Promise<void> {
  const found: unknown[] = await queryRunner.manager.query(
    'SELECT 1 FROM pg_roles WHERE rolname = $1',
    [role],
  );
  if (found.length > 0) return;
  throw new Error(`There is no role ${role}: make it first, as docs/operations.md says.`);
}

/** On a connection of its own, as the queue's own installer wants it. Done twice, it changes nothing. */
async function installQueue({ dataSource }: QueryRunner): Promise<void> {
  const { options } = dataSource;
  if (options.type !== 'postgres' || !options.url) throw new Error('the database has no URL');
  await runMigrations({ connectionString: options.url });
}

/** Row security by which each trust sees and writes its own rows alone, and jobs those of every trust. */
function guarded(table: string, job: string | null, jobRights = ''): string {
  const forJobs = job
    ? `CREATE POLICY every_trust_for_jobs ON ${table} TO ${job} USING (true) WITH CHECK (true);
       GRANT ${jobRights} ON ${table} TO ${job};`
    : '';
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    ${forJobs}`;
}

const ownTrust = (table: string, app: string, rights: string) => `
    CREATE POLICY same_trust ON ${table} TO ${app}
      USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
    GRANT ${rights} ON ${table} TO ${app};`;

/** Events are added and never changed; a later migration lets jobs clear away what is old. */
const outbox = (app: string, job: string, appRights: string) => `
  CREATE TABLE event (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY, -- has gaps, and is given before the commit
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    type text NOT NULL CHECK (type ~ '^[a-z_]+[.][a-z_]+$'),
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    data jsonb NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('PERSON', 'API_KEY', 'JOB')),
    actor_id text NOT NULL,
    request_id text NOT NULL,
    occurred_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    PRIMARY KEY (trust_id, id)
  );
  CREATE UNIQUE INDEX event_by_sequence ON event (sequence);
  CREATE INDEX event_by_transaction ON event (transaction_id, sequence);
  CREATE INDEX event_of_trust ON event (trust_id, sequence);
  CREATE INDEX event_of_aggregate ON event (trust_id, aggregate_id, sequence);
  ${guarded('event', job, 'SELECT')}
  ${ownTrust('event', app, appRights)}`;

const deliveries = (job: string) => `
  CREATE TABLE event_subscriber (
    name text PRIMARY KEY,
    -- How far it has come: events of the transactions from the first up to but without the second, of
    -- these up to the sequence.
    from_transaction xid8 NOT NULL DEFAULT '0',
    to_transaction xid8 NOT NULL DEFAULT '0',
    sequence bigint NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0, -- in vain, since it last answered
    next_attempt_at timestamptz, -- null: at once
    last_problem text
  );
  COMMENT ON TABLE event_subscriber IS 'for all trusts: how far each subgraph has been told';
  ${guarded('event_subscriber', job, 'SELECT, INSERT, UPDATE')}
  CREATE TABLE held_delivery (
    trust_id uuid NOT NULL,
    subscriber text NOT NULL REFERENCES event_subscriber (name),
    event_id uuid NOT NULL,
    aggregate_id uuid NOT NULL,
    sequence bigint NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamptz, -- null: waits for an operator, or behind another of its aggregate
    last_problem text, -- null: waits behind another of its aggregate
    PRIMARY KEY (trust_id, subscriber, event_id),
    FOREIGN KEY (trust_id, event_id) REFERENCES event (trust_id, id)
  );
  CREATE INDEX held_delivery_of_aggregate ON held_delivery (subscriber, aggregate_id, sequence);
  ${guarded('held_delivery', job, 'SELECT, INSERT, UPDATE, DELETE')}`;

const inbox = (app: string) => `
  CREATE TABLE inbox_event (
    trust_id uuid NOT NULL,
    event_id uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, event_id)
  );
  ${guarded('inbox_event', null)}
  ${ownTrust('inbox_event', app, 'SELECT, INSERT')}`;

/** The app role may ask for a delivery, once a transaction, and for no other job. */
const queueRights = (app: string, job: string) => `
  GRANT USAGE ON SCHEMA graphile_worker TO ${job};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${job};
  REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM ${job};
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${job};
  CREATE POLICY jobs ON graphile_worker._private_jobs TO ${job} USING (true) WITH CHECK (true);
  CREATE POLICY jobs ON graphile_worker._private_job_queues TO ${job} USING (true) WITH CHECK (true);
  CREATE POLICY jobs ON graphile_worker._private_tasks TO ${job} USING (true) WITH CHECK (true);
  CREATE POLICY jobs ON graphile_worker._private_known_crontabs TO ${job} USING (true) WITH CHECK (true);
  CREATE FUNCTION app.wake_delivery() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF current_setting('app.woken', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
      PERFORM graphile_worker.add_job('deliver_events');
      PERFORM set_config('app.woken', pg_current_xact_id()::text, true);
    END IF;
  END $$;
  REVOKE ALL ON FUNCTION app.wake_delivery() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.wake_delivery() TO ${app};`;
