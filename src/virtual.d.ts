/** What the React Router plugin puts into the pages' bundle; it ships no types for it. */
declare module 'virtual:react-router/server-build' {
  import type { ServerBuild } from 'react-router'
  const build: ServerBuild
  export = build
}
