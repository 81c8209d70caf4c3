import { describe, expect, it } from '@jest/globals';
import { listen } from '@trellis/subgraph-kit/http-server';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { HivePlanner } from '@trellis/plan-executor/hive-planner';
import { servePlain } from './plain-server.ts';

describe('a supergraph that is served plainly', () => {
  it.each(['apollo', 'hive'])('answers from where the file says (planner: %s)', async (name) => {
    const stub = await listen(
      (_, response) => void response.end('{"data":{"funds":[{"name":"A"}]}}'),
      '127.0.0.1',
      0,
    );
    const { supergraphSdl = '' } = composeServices([
      {
        name: 'study',
        url: `http://127.0.0.1:${stub.port}/graphql`,
        typeDefs: parse('type Query { funds: [Fund] } type Fund { name: String }'),
      },
    ]);
    const planner = name === 'hive' ? await HivePlanner.over(supergraphSdl) : undefined;
    const server = await servePlain(supergraphSdl, '127.0.0.1', 0, planner);
    const ask = async (query: string): Promise<unknown> => {
      const body = JSON.stringify({ query });
      const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
        method: 'POST',
        body,
      });
      return response.json();
    };

    expect(await ask('{ funds { called: name } }')).toEqual({
      data: { funds: [{ called: null }] },
    });
    expect(await ask('{ funds { name } }')).toEqual({ data: { funds: [{ name: 'A' }] } });
    expect(await ask('{ __type(name: "Fund") { name } }')).toEqual({
      data: { __type: { name: 'Fund' } },
    });
    expect(await ask('{ nothing }')).toMatchObject({
      errors: [{ message: expect.stringContaining('nothing') as unknown }],
    });
    await Promise.all([server.stop(), stub.stop()]);
  });
});
