import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import './explorer.css';
import defaultQuery from 'default-query';

const workers = { json: 'json-worker.mjs', graphql: 'graphql-worker.mjs' };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(`/explorer/${workers[label] ?? 'editor-worker.mjs'}`, { type: 'module' }),
};

createRoot(document.getElementById('explorer')).render(
  createElement(GraphiQL, {
    fetcher: createGraphiQLFetcher({ url: '/graphql' }),
    defaultQuery,
    // `npm run -s token -- central` prints what goes here.
    defaultHeaders: JSON.stringify({ authorization: 'Bearer ' }, undefined, 2),
    defaultEditorToolsVisibility: 'headers',
    isHeadersEditorEnabled: true,
    // A token stays in the page that it was typed into.
    shouldPersistHeaders: false,
  }),
);
