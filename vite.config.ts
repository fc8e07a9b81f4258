import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/**
 * A schema at the top of a module only makes a value. A page that wants one function of such a module need not carry the
 * schemas beside it, nor zod to make them (25 KiB gzip): they are dropped where nothing uses what they give. The bundler
 * goes by the name alone, in every package: with `months` here it took away each `months.push(…)`, with `url` the
 * `url.searchParams.set(…)` of React Router. Only a name that nothing else has may stand here.
 */
const pure = ['z']

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
