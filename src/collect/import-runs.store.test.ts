import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { isAppError } from '../errors.ts'
import { testInstance } from '../testing.ts'
import {
  addRun,
  askOf,
  getRun,
  type ImportState,
  isFolderNamed,
  listRuns,
  moveRun,
  noteProgress,
  openCommandRun,
  removeRows,
  runsToDo,
  stateOf,
} from './import-runs.store.ts'
import type { Site } from './site.ts'
import { addSite } from './sites.store.ts'

// How an import goes from one state to the next, whoever asks and whatever stops in between.

const t = await testInstance()
let scope: Scope
let site: Site
beforeAll(async () => {
  const workspace = await t.workspace()
  scope = await makeMember(t.app, workspace, 'lead')
  site = await addSite(scope, { domain: 'ruches.example' })
})

let folders = 0
const files = [{ name: 'access.log', bytes: 120 }]
/** An import of the page, left in a state. */
async function runIn(state: ImportState) {
  const id = await addRun(scope, site, { kind: 'log', format: null, folder: `${site.id}-${++folders}`, files })
  await t.db.updateTable('importRuns').set({ state }).where('id', '=', id).execute()
  return getRun(scope, site.id, id)
}
const refusal = (work: Promise<unknown>) =>
  work.then(() => null, (error: unknown) => (isAppError(error) ? error.id : error)) // prettier-ignore

describe('a step asked for on the page', () => {
  const states: readonly ImportState[] = [
    'checking', 'checked', 'waiting', 'running', 'cancelling', 'done', 'cancelled', 'failed', 'removing', 'removed',
  ] // prettier-ignore
  /** Where each wish leads; nowhere for all other states. */
  const leads: Readonly<Record<'import' | 'cancel' | 'remove', Partial<Record<ImportState, ImportState>>>> = {
    import: { checked: 'waiting' },
    cancel: { checked: 'removing', waiting: 'removing', checking: 'cancelling', running: 'cancelling' },
    remove: { done: 'removing', cancelled: 'removing', failed: 'removing' },
  }
  const cases = (['import', 'cancel', 'remove'] as const).flatMap((wish) =>
    states.map((state) => [wish, state, leads[wish][state] ?? null] as const),
  )
  test.each(cases)('%s of an import that is %s leads to %j', async (wish, state, next) => {
    const run = await runIn(state)
    expect(await refusal(askOf(scope, run, wish))).toBe(next === null ? 'importMoved' : null)
    expect(await stateOf(t.db, run.id)).toBe(next ?? state)
  })

  test('by two people at once is done once, and the second is told', async () => {
    const run = await runIn('checked')
    const both = await Promise.all([refusal(askOf(scope, run, 'import')), refusal(askOf(scope, run, 'import'))])
    expect(new Set(both)).toEqual(new Set([null, 'importMoved']))
  })

  test('keeps the report of the trial for those who wait', async () => {
    const { id } = await runIn('checking')
    await moveRun(t.db, id, ['checking'], 'checked', { report: { kept: 12 } })
    await askOf(scope, await getRun(scope, site.id, id), 'import')
    expect(await getRun(scope, site.id, id)).toMatchObject({ state: 'waiting', report: { kept: 12 }, finishedAt: null })
  })
})

describe('an import is found', () => {
  test('by its workspace and its site alone', async () => {
    const { id } = await runIn('done')
    const stranger = await t.scope('owner')
    const other = await addSite(scope, { domain: 'autre.example' })
    expect(await refusal(getRun(stranger, site.id, id))).toBe('notFound')
    expect(await refusal(getRun(scope, other.id, id))).toBe('notFound')
    expect(await listRuns(stranger, site.id)).toEqual([])
    expect((await listRuns(scope, site.id))[0]?.id).toBe(id)
  })

  test.each([Number.NaN, 1.5, -1, 2 ** 60, Number.POSITIVE_INFINITY])('never under the number %d', async (id) => {
    expect(await refusal(getRun(scope, site.id, id))).toBe('notFound')
  })

  test('by its folder, so that only files nobody waits for are swept', async () => {
    const { folder } = await runIn('checked')
    expect([await isFolderNamed(t.db, folder ?? ''), await isFolderNamed(t.db, `${folder}0`)]).toEqual([true, false])
  })
})

test('moving on clears what was said on the way, and dates the end of what is over', async () => {
  const { id } = await runIn('running')
  const progress = { file: 'access.log', lines: 10, bytes: 60, totalBytes: 120 }
  expect(await noteProgress(t.db, id, progress)).toBe(true)
  expect(await getRun(scope, site.id, id)).toMatchObject({ progress, finishedAt: null })
  const problem = { fr: 'Le disque est plein.', en: 'The disk is full.' }
  expect(await moveRun(t.db, id, ['checking', 'waiting'], 'failed', { problem })).toBe(false)
  expect(await moveRun(t.db, id, ['running'], 'failed', { problem })).toBe(true)
  expect(await getRun(scope, site.id, id)).toMatchObject({ state: 'failed', progress: null, problem, finishedAt: expect.any(Date) }) // prettier-ignore
  expect(await moveRun(t.db, id, ['failed'], 'removing')).toBe(true)
  expect((await getRun(scope, site.id, id)).problem).toBeNull()
})

test('who writes is told to stop once somebody asked, or once the import is gone', async () => {
  const run = await runIn('running')
  const progress = { file: 'access.log', lines: 1, bytes: 1, totalBytes: 120 }
  await askOf(scope, run, 'cancel')
  expect(await noteProgress(t.db, run.id, progress)).toBe(false)
  expect(await noteProgress(t.db, 999_999, progress)).toBe(false)
  expect(await stateOf(t.db, 999_999)).toBeNull()
})

describe('a command', () => {
  test('that was killed is taken up by the same command, and by no other', async () => {
    const first = await openCommandRun(t.db, site, 'log', files)
    expect(first.isResumed).toBe(false)
    expect(await openCommandRun(t.db, site, 'log', files)).toEqual({ id: first.id, isResumed: true })
    const second = await openCommandRun(t.db, site, 'log', [{ name: 'autre.log', bytes: 5 }])
    expect(second.isResumed).toBe(false)
    const left = await getRun(scope, site.id, first.id)
    expect([left.state, left.problem?.fr, left.problem?.en]).toEqual([
      'failed',
      expect.stringContaining('interrompu'),
      expect.stringContaining('cut short'),
    ])
    // Of another kind: neither taken up nor given up.
    expect((await openCommandRun(t.db, site, 'history', files)).isResumed).toBe(false)
    expect(await stateOf(t.db, second.id)).toBe('running')
  })

  test('is not among what the page’s runner does, but taking it back is', async () => {
    const { id } = await openCommandRun(t.db, site, 'log', [{ name: 'commande.log', bytes: 1 }])
    const todo = async () => (await runsToDo(t.db)).map((run) => run.id)
    expect(await todo()).not.toContain(id)
    await moveRun(t.db, id, ['running'], 'done')
    await askOf(scope, await getRun(scope, site.id, id), 'remove')
    expect(await todo()).toContain(id)
  })

  test('what is to do comes oldest first, and nothing that is over', async () => {
    const [waiting, over, checking] = [await runIn('waiting'), await runIn('done'), await runIn('checking')]
    const ids = (await runsToDo(t.db)).map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect([waiting, over, checking].map(({ id }) => ids.includes(id))).toEqual([true, false, true])
  })
})

test('what an import brought is taken back alone', async () => {
  const [kept, gone] = [await runIn('done'), await runIn('removing')]
  const row = {
    siteId: site.id,
    dimension: '',
    value: '',
    visitors: 1,
    visits: 1,
    pageviews: 1,
    bounces: 0,
    seconds: 0,
  }
  await t.db.insertInto('importedDays').values([
    { ...row, runId: kept.id, day: '2025-05-17' },
    { ...row, runId: gone.id, day: '2025-05-18' },
  ]).execute() // prettier-ignore
  await removeRows(t.db, gone.id)
  const days = await t.db.selectFrom('importedDays').select('runId').where('siteId', '=', site.id).execute()
  expect(days.map(({ runId }) => runId)).toEqual([kept.id])
})
