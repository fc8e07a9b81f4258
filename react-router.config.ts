import type { Config } from '@react-router/dev/config'

export default {
  appDirectory: 'src',
  ssr: true,
  // The whole list of addresses goes with the first page: no request for it while the reader waits.
  routeDiscovery: { mode: 'initial' },
} satisfies Config
