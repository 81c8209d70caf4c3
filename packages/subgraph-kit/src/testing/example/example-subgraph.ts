import { federatedSchema } from '../../federated-schema.ts';
import { RowSecuritySettings1700000000000 } from '../../row-security-settings.migration.ts';
import type { SubgraphDefinition } from '../../serve.ts';
import { Jars1700000000002 } from './example.migration.ts';
import { JarEntity, ShelfEntity } from './jar.entity.ts';
import { type ExampleLoaders, exampleLoaders } from './jar.loaders.ts';
import { type Context, JarResolver, ShelfResolver } from './jar.resolver.ts';
import { JarService } from './jar.service.ts';
import { MishapResolver } from './mishap.resolver.ts';

/** A whole subgraph about jars of sweets, for the kit's own tests. It never ships. */
export const exampleSubgraph: SubgraphDefinition<ExampleLoaders> = {
  name: 'example',
  database: {
    entities: [ShelfEntity, JarEntity],
    migrations: [RowSecuritySettings1700000000000, Jars1700000000002],
  },
  wire: async (db, pages) => ({
    schema: await federatedSchema<Context>(
      [new JarResolver(new JarService(db), pages), new ShelfResolver(), new MishapResolver(db)],
      {
        Jar: ({ id = '' }, { loaders }) => loaders.jar.load(id),
        Shelf: ({ id = '' }, { loaders }) => loaders.shelf.load(id),
      },
    ),
    loadersFor: (viewer) => exampleLoaders(db, pages, viewer),
  }),
};
