// The start of a demonstration in a process of its own, for world.test.ts to kill. Says what `loadDemo` says.
import { pino } from 'pino'
import { loadConfig } from './config.ts'
import { startEngines } from './engines/engines.ts'
import { openApp } from './open-app.ts'
import { loadDemo } from './world.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as { env: Record<string, string>; pageviews: number }
const config = loadConfig(order.env)
const log = pino({ level: 'silent' })
const { app, close } = await openApp(config, await startEngines(config, log), log, 'http://localhost:3000')
await loadDemo(app, (text) => process.stdout.write(`${text}\n`), { pageviews: order.pageviews })
await close()
