import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/** Builds the pages only: the server, jobs and command line run as plain TypeScript. */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [reactRouter()],
  build: {
    target: 'es2023',
    // The server mounts the pages through src/pages.ts.
    ...(isSsrBuild ? { rollupOptions: { input: './src/pages.ts' } } : {}),
  },
}))
