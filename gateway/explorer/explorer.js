import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import './explorer.css';
import defaultQuery from '../../examples/subject-network.graphql';

const workers = { json: 'json-worker.mjs', graphql: 'graphql-worker.mjs' };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(`/explorer/${workers[label] ?? 'editor-worker.mjs'}`, { type: 'module' }),
};

/** Sends an operation with the headers from the page's own editor. */
async function ask(operation, { headers } = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(operation),
  });
  return response.json();
}

createRoot(document.getElementById('explorer')).render(
  createElement(GraphiQL, {
    fetcher: ask,
    defaultQuery,
    // `npm run -s token -- central` prints what goes here.
    defaultHeaders: JSON.stringify({ authorization: 'Bearer ' }, undefined, 2),
    defaultEditorToolsVisibility: 'headers',
    isHeadersEditorEnabled: true,
    // A token stays in the page that it was typed into.
    shouldPersistHeaders: false,
  }),
);
