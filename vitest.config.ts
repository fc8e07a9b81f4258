import { defineConfig } from 'vitest/config'

/** `unit` runs beside the code on real engines; `e2e` drives a real browser on the whole product. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'tracker/**/*.test.ts', 'bin/**/*.test.ts'],
          globalSetup: ['src/testing.setup.ts'],
          pool: 'forks',
          // They end what hangs: a machine busy with other work needs many times what a quiet one does.
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/journeys.setup.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
