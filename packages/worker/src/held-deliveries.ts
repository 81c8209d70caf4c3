import { askOn } from '@trellis/events/ask-on';
import { HeldDeliveries } from '@trellis/events/held-delivery';
import { readConfig } from '@trellis/subgraph-kit/config';
import pg from 'pg';
import { z } from 'zod';
import { workerShape } from './config.ts';
import { subscriptions } from './subscriptions.ts';

/**
 * Command: `list` shows the deliveries that wait because a subscriber refused them, `replay` has them
 * sent again at once. Needs the worker's addresses of databases and leaves out those not given.
 */
const shape = workerShape.pick({
  PEOPLE_JOB_DATABASE_URL: true,
  OPPORTUNITIES_JOB_DATABASE_URL: true,
  STUDY_JOB_DATABASE_URL: true,
});

try {
  const config = readConfig(shape, process.env);
  const command = z.enum(['list', 'replay']).safeParse(process.argv[2]);
  if (!command.success) throw new Error('Say list or replay.');
  const urls = {
    people: config.PEOPLE_JOB_DATABASE_URL,
    opportunities: config.OPPORTUNITIES_JOB_DATABASE_URL,
    study: config.STUDY_JOB_DATABASE_URL,
  };
  for (const { source, subscriber } of subscriptions) {
    const url = urls[source];
    if (url === undefined) continue;
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const held = new HeldDeliveries(askOn(client), subscriber);
    if (command.data === 'list') {
      for (const delivery of await held.list()) {
        console.log(JSON.stringify({ source, subscriber, ...delivery }));
      }
    } else {
      const count = await held.replay(new Date());
      console.log(`${source} to ${subscriber}: ${count} to be sent again`);
    }
    await client.end();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The databases could not be asked.');
  process.exitCode = 1;
}
