import tseslint from 'typescript-eslint';

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
  layer(['cli/**/*.ts'], ['/lib/', '(^|/)constructs$', '^cdk8s'], 'the command reads manifests and knows no construct'),
  layer(['cli/values/**/*.ts'], ['^\\.\\./'], 'values know nothing else'),
  layer(['cli/effects/**/*.ts'], ['guard/'], 'the tables of effects know values only'),
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
);
