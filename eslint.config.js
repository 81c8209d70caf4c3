import tseslint from 'typescript-eslint';

/** House style 2 and 8: ceilings and bans that a reviewer should not have to look for. */
export default tseslint.config(
  {
    ignores: ['**/dist/', '**/node_modules/', '.trellis/', '*.config.js', '.dependency-cruiser.js'],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector: 'TSNonNullExpression',
          message: 'Say what happens when it is missing.',
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'The environment is read once, checked whole: config.ts and the main files.',
        },
      ],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A plain row stands where a published class is promised: two classes, one object.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Classes without behaviour are how type-graphql and TypeORM are told of types.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  {
    files: [
      '**/main.ts',
      '**/*.test.ts',
      '**/testing/**',
      '**/testing.ts',
      'bench/**',
      'packages/local-stack/**',
      '**/demonstration.ts',
      '**/import-*.ts',
      '**/access.ts',
      '**/provision-databases.ts',
      '**/rebuild-roster.ts',
      '**/held-deliveries.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // A suite is one function however many sentences it has.
    files: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
