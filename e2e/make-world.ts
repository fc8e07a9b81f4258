// Run as a program before a product is started on the same folder: the fictional company, with a little traffic.
import { pino } from 'pino'
import { ensureFirstOwner } from '../src/accounts/first-owner.ts'
import { addMember } from '../src/accounts/members.store.ts'
import { personByEmail } from '../src/accounts/people.store.ts'
import { loadConfig } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { openApp } from '../src/open-app.ts'
import { makeWorld } from '../src/world.ts'

const config = loadConfig()
const log = pino({ level: 'silent' })
const engines = await startEngines(config, log)
const { app, close } = await openApp(config, engines, log, 'http://localhost')
await ensureFirstOwner(app)
const { workspace, project } = await makeWorld(app, { pageviews: 4_000 })
const person = await personByEmail(app.db, config.admin?.email ?? '')
if (person) await addMember(app.db, workspace.id, person.id, 'owner')
await close()
await engines.stop()
process.stdout.write(`world: /w/${workspace.slug}/p/${project.slug}\n`)
process.exit(0)
