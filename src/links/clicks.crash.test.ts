import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { clicksOf } from './clicks.store.ts'
import { trackedLink } from './links.ts'

const t = await testInstance()

test('after 4 kills, every click acknowledged from the file is counted once', async () => {
  const scope = await t.scope('lead')
  const project = await createProject(scope, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'UTC', currency: 'EUR',
  }) // prettier-ignore
  const link = await createObject(scope, trackedLink, project.id, {
    title: 'Lien', slug: 'tue', destination: 'https://shop.example/', utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null,
  }) // prettier-ignore
  const acknowledged = new Set<string>()
  const application = (from: string | null): ChildProcess => {
    const order = { dir: join(t.app.config.dataDir, 'killed'), url: t.app.config.postgresUrl, link, from }
    const script = resolve(import.meta.dirname, 'clicks.fixture.ts')
    const child = spawn(process.execPath, ['--no-warnings', script, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] }) // prettier-ignore
    let rest = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) acknowledged.add(line)
    })
    return child
  }
  const ended = (child: ChildProcess) => new Promise((done) => child.once('close', done))

  for (let round = 0; round < 4; round++) {
    const before = acknowledged.size
    const child = application(`${1000 + round * 1000}-01-01`)
    const gone = ended(child)
    await expect.poll(() => acknowledged.size, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before)
    // A moment that differs from round to round: in a write, in a transaction, between two.
    await pause((round * 37) % 130)
    child.kill('SIGKILL')
    await gone
  }
  await ended(application(null))

  const counted = await clicksOf(scope, link, { from: '0001-01-01', to: '9999-12-31' })
  const known = new Set(counted.map(({ day }) => day))
  expect(acknowledged.size).toBeGreaterThan(100)
  expect([...acknowledged].filter((day) => !known.has(day))).toEqual([])
  expect(counted.filter(({ count }) => count !== 1)).toEqual([])
}, 120_000)
