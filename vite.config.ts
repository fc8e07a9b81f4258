import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/** Builds the pages only: the server, jobs and command line run as plain TypeScript. */
export default defineConfig({
  plugins: [reactRouter()],
  build: { target: 'es2023' },
  // The server mounts the pages through src/pages.ts.
  environments: { ssr: { build: { rolldownOptions: { input: './src/pages.ts' } } } },
})
