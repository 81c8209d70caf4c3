import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
delete swc.jsc.rewriteRelativeImportExtensions; // Jest resolves the .ts files themselves

/** @type {import('jest').Config} */
export default {
  roots: [
    '<rootDir>/gateway/src',
    '<rootDir>/subgraphs',
    '<rootDir>/packages',
    '<rootDir>/bench/src',
  ],
  testMatch: ['**/src/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  globalSetup: '<rootDir>/packages/workspace/test-postgres.mjs',
  globalTeardown: '<rootDir>/packages/workspace/test-postgres-stop.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['trellis-source', 'node', 'node-addons'] },
  testTimeout: 30_000,
  // Module registries of ES modules are not given back: a fresh worker well before the heap is full.
  workerIdleMemoryLimit: '1500MB',
};
