import { expect, test } from 'vitest';
import { missingRoutes } from './missing-routes.ts';

const missing = missingRoutes();

test.skipIf(missing === undefined)('every route that clients of apps need is served', () => {
  expect(missing).toEqual([]);
});
