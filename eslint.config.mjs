import tseslint from 'typescript-eslint';

/** Who may import whom: the table of docs/ARCHITECTURE.md. Each row forbids what is above it or beside it. */
const layer = (files, forbidden, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((regex) => ({ regex, message })) }] },
});

const OPERATOR_FOLDERS = 'operators/(cnpg|zalando|crunchy)|^\\./(cnpg|zalando|crunchy)|^\\.\\./(cnpg|zalando|crunchy)/';

export default tseslint.config(
  { ignores: ['build/**', 'dist/**', 'coverage/**', 'imports/**', '**/node_modules/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
      'no-template-curly-in-string': 'error',
      eqeqeq: 'error',
      'no-shadow': 'error',
    },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  layer(['lib/model/**/*.ts'], ['^\\.\\./'], 'lib/model holds values and knows nothing else of the library'),
  layer(['lib/private/**/*.ts'], ['^\\.\\./(?!model/)'], 'lib/private knows lib/model only'),
  layer(['lib/operators/contract.ts'], ['^\\.\\./(?!model/|ha-cluster-ref)', '^\\./'], 'the contract knows lib/model only'),
  ...['cnpg', 'zalando', 'crunchy'].map((name) =>
    layer(
      [`lib/operators/${name}/**/*.ts`],
      ['^\\.\\./\\.\\./(?!model/|private/|\\.\\./imports/)', '^\\.\\./(?!contract$|\\.\\./)', `^\\.\\./\\.\\./\\.\\./imports/(?!${name}/)`],
      'an operator knows the contract, lib/model, lib/private and its own imports',
    ),
  ),
  layer(['lib/checks/**/*.ts'], [OPERATOR_FOLDERS, 'imports/'], 'the neutral rules know no operator'),
  layer(
    ['lib/recovery/**/*.ts'],
    [OPERATOR_FOLDERS, 'imports/', '^\\.\\./checks/'],
    'what recovery prints beside the cluster knows no operator',
  ),
  layer(
    ['lib/access/**/*.ts', 'lib/network/**/*.ts'],
    [OPERATOR_FOLDERS, 'imports/', '^\\.\\./checks/', '^\\.\\./(ha-cluster|connection-pool|database-connection)$'],
    'what is printed for those who get at a cluster knows neither operators nor constructs',
  ),
  layer(['lib/fleet/**/*.ts'], ['^\\.\\./(?!model/|private/)', 'imports/'], 'how a fleet is printed knows lib/model and lib/private only'),
  layer(['lib/*.ts'], [OPERATOR_FOLDERS, 'imports/'], 'the constructs know the contract, never an operator', [
    'lib/postgres-operator.ts',
    'lib/index.ts',
  ]),
  layer(['examples/**/*.ts'], ['^\\.\\./.*(lib|imports|build)/', 'cdk8s-postgres/'], 'examples use the public API only'),
);
