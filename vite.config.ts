import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/**
 * A schema at the top of a module only makes a value. A page that wants one function of such a module need not carry the
 * schemas beside it, nor zod to make them (25 KiB gzip): they are dropped where nothing uses what they give. The bundler
 * goes by the name alone, in every package: with `months` here it took away each `months.push(…)`, with `url` the
 * `url.searchParams.set(…)` of React Router. Only a name that nothing else has may stand here.
 */
const pure = ['z']

/**
 * What every page loads is one file, and the libraries another, which stays in the browser's cache from one version to the
 * next: files that are compressed together weigh less (5 KiB gzip a page), and fewer are asked for.
 */
const codeSplitting = {
  groups: [
    { name: 'libraries', test: /node_modules.(react|react-dom|scheduler|react-router)\// },
    { name: 'frame', test: /src\//, minShareCount: 20 },
  ],
}

/** Builds the pages only: the server, jobs and command line run as plain TypeScript. */
export default defineConfig({
  plugins: [reactRouter()],
  build: { target: 'es2023' },
  environments: {
    client: {
      build: { rolldownOptions: { treeshake: { manualPureFunctions: pure }, output: { codeSplitting } } },
    },
    // The server mounts the pages through src/pages.ts.
    ssr: { build: { rolldownOptions: { input: './src/pages.ts' } } },
  },
})
