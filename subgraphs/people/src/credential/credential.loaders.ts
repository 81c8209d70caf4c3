import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { withNodes } from '../page-nodes.ts';
import { credentialList, credentialOf, type CredentialRow } from './credential.queries.ts';
import type { Credential } from './credential.types.ts';

/** Statuses and qualifications of people. */
export function credentialLoaders(pages: Pages, viewer: Viewer) {
  return {
    credentialsOfPerson: new PagesByParent<ConnectionArgs, Credential>(async (args, personIds) => {
      const list = credentialList(viewer);
      const found = await pages.ofEach<CredentialRow>(
        viewer,
        list,
        args,
        'credential.person_id',
        personIds,
      );
      return found.map((page) => withNodes(page, credentialOf));
    }),
  };
}
