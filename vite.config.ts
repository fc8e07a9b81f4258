import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/**
 * What only makes a value at the top of a module: kinds, their fields (src/projects/field.ts), their schemas. A page that
 * wants one function of such a module need not carry the schemas beside it, nor zod to make them (25 KiB gzip). A call is
 * dropped only where nothing uses what it gives.
 */
const pure = [
  'z', 'defineKind',
  'text', 'longText', 'url', 'integer', 'number', 'ratioField', 'money', 'date', 'instant', 'choice', 'numericChoice',
  'boolean', 'months', 'json',
] // prettier-ignore

/** Builds the pages only: the server, jobs and command line run as plain TypeScript. */
export default defineConfig({
  plugins: [reactRouter()],
  build: { target: 'es2023' },
  environments: {
    client: { build: { rolldownOptions: { treeshake: { manualPureFunctions: pure } } } },
    // The server mounts the pages through src/pages.ts.
    ssr: { build: { rolldownOptions: { input: './src/pages.ts' } } },
  },
})
