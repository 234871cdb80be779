import { expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import { parameterCountsOf } from '#simulator/model/error-parameters.ts';

const model = await loadModel();

test.each([
  ['HANDLE_INVALID', [2]],
  ['HOST_OFFLINE', [1]],
  ['SR_BACKEND_FAILURE_107', [3]],
  ['POOL_AUTH_ENABLE_FAILED_WRONG_CREDENTIALS', [1]],
  ['SESSION_AUTHENTICATION_FAILED', [2]],
  ['INTERNAL_ERROR', [1, 3]],
])('%s carries %j parameters', (code, counts) => {
  expect(parameterCountsOf(model, code)).toEqual(counts);
});

test('a code the server does not raise has no count', () => {
  expect(parameterCountsOf(model, 'SR_FRONTEND_FAILURE_1')).toBeUndefined();
});
