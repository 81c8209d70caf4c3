/** Who is asking, as the gateway vouches for it. Services take it first and never anything weaker. */
export interface Viewer {
  readonly trustId: string;
  /** Who is signed in; null for an API key or a job. */
  readonly personId: string | null;
  readonly actor: { readonly kind: 'PERSON' | 'API_KEY' | 'JOB'; readonly id: string };
  /** Places of work that the viewer answers for; empty when `allPlaces` says that it is each one. */
  readonly placeIds: readonly string[];
  readonly allPlaces: boolean;
  readonly scopes: ReadonlySet<string>;
  /** Why the data is read, where a field asks for a purpose. */
  readonly purpose: string | null;
  /** Ties the log lines and errors of one client request together. */
  readonly requestId: string;
}

/** What every resolver is handed; a subgraph adds its own loaders. */
export interface SubgraphContext<Loaders = unknown> {
  readonly viewer: Viewer;
  readonly loaders: Loaders;
}
