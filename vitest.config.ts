import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rooms',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: ['test/binary/**', 'test/bench/**'],
        },
      },
      {
        test: {
          name: 'binary',
          globalSetup: 'test/binary/global-setup.ts',
          // the sandbox's suite tries the children of the executable once it is there
          include: ['test/binary/**/*.test.ts', 'test/sandbox-escape/escape.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
