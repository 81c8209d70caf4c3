import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Query, Resolver, Root, Args, Directive, createUnionType } from 'type-graphql';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { byId } from '../batch.ts';
import { connectionOf, ConnectionArgs } from '../connection.ts';
import type { Database } from '../database.ts';
import { notFound } from '../faults.ts';
import { federatedSchema } from '../federated-schema.ts';
import { newId } from '../ids.ts';
import type { Pages } from '../page.ts';
import { Requires } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { RowSecuritySettings1700000000000 } from '../row-security-settings.migration.ts';
import type { SubgraphDefinition } from '../serve.ts';
import { SqlParameters } from '../sql-parameters.ts';
import type { SubgraphContext, Viewer } from '../viewer.ts';

@Entity('jar')
export class JarEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') trustId!: string;
  @Column('text') label!: string;
  @Column('int') sweets!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'Something that holds a number of sweets.' })
export class Jar {
  @Field(() => ID, { description: 'Opaque.' }) id!: string;
  @Field(() => String, { description: 'What is written on it.' }) label!: string;
}
const JarConnection = connectionOf(Jar);

@ObjectType({ implements: Refusal, description: 'Fewer sweets are left than were asked for.' })
export class JarTooEmpty extends Refusal {
  constructor() {
    super('The jar has too few sweets left.');
  }
}

export const TakeResult = createUnionType({
  name: 'TakeResult',
  types: () => [Jar, JarTooEmpty] as const,
  resolveType: (value: object) => (value instanceof JarTooEmpty ? JarTooEmpty.name : Jar.name),
});

class Jars1 implements MigrationInterface {
  name = 'Jars1700000000001';
  async up(q: QueryRunner) {
    await q.query(`CREATE TABLE jar (id uuid, trust_id uuid NOT NULL, label text NOT NULL, sweets int NOT NULL, PRIMARY KEY (trust_id, id));
    ALTER TABLE jar ENABLE ROW LEVEL SECURITY; ALTER TABLE jar FORCE ROW LEVEL SECURITY;
    CREATE POLICY same_trust ON jar USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
    GRANT SELECT, INSERT, UPDATE ON jar TO example_app`);
  }
  async down(q: QueryRunner) { await q.query('DROP TABLE jar'); }
}

interface Loaders { jar: ReturnType<typeof byId<JarEntity>> }
type Context = SubgraphContext<Loaders>;

@Resolver(() => Jar)
class JarResolver {
  constructor(private readonly db: Database, private readonly pages: Pages) {}
  @Query(() => JarConnection) jars(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { viewer }: Context) {
    const parameters = new SqlParameters();
    return this.pages.of<Jar>(viewer, { name: 'jars', select: 'id, label', from: 'jar', where: [`trust_id = ${parameters.add(viewer.trustId)}`], parameters, sort: { name: 'LABEL', keys: [{ sql: 'label', type: 'text' }, { sql: 'id', type: 'uuid' }] } }, args);
  }
  @Query(() => Jar) jar(@Arg('id', () => ID) id: string, @Ctx() { loaders }: Context) { return loaders.jar.load(id); }
  @Requires('jar:fill') @Mutation(() => Jar) addJar(@Arg('label', () => String) label: string, @Ctx() { viewer }: Context) {
    return this.db.transaction((tx) => tx.save(tx.create(JarEntity, { id: newId(), trustId: viewer.trustId, label, sweets: 10 })));
  }
  @Mutation(() => TakeResult) take(@Arg('id', () => ID) id: string, @Arg('sweets', () => Number) n: number, @Ctx() { viewer }: Context) {
    return this.db.transaction(async (tx) => {
      const jar = await tx.findOne(JarEntity, { where: { id, trustId: viewer.trustId }, lock: { mode: 'pessimistic_write' } });
      if (!jar) throw notFound('jar');
      if (jar.sweets < n) return new JarTooEmpty();
      jar.sweets -= n;
      return tx.save(jar);
    });
  }
  @FieldResolver(() => String, { nullable: true }) async secret(@Root() jar: JarEntity) {
    if (jar.label === 'bad') await this.db.rows(`SELECT 'hunter2'::int`);
    return 'x';
  }
}

export const exampleSubgraph: SubgraphDefinition<Loaders> = {
  name: 'example',
  database: { entities: [JarEntity], migrations: [RowSecuritySettings1700000000000, Jars1] },
  wire: async (db, pages) => ({
    schema: await federatedSchema<Context>([new JarResolver(db, pages)], { Jar: ({ id }, { loaders }) => loaders.jar.load(id ?? '') }),
    loadersFor: (viewer: Viewer) => ({ jar: byId((ids) => db.rows<JarEntity>('SELECT id, label FROM jar WHERE trust_id = $1 AND id = ANY ($2)', [viewer.trustId, ids])) }),
  }),
};
