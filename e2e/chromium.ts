import { existsSync } from 'node:fs'

/** The machine's own browser: the journeys download none. */
export const chromiumPath = '/usr/bin/chromium'
export const hasChromium = existsSync(chromiumPath)

/** For a machine whose tests may run as root, without a display or a way out. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Sites of the journeys have names, and are on this machine.
  '--host-resolver-rules=MAP *.example 127.0.0.1',
]
