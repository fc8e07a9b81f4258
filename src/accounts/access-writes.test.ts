import { beforeAll, expect, test } from 'vitest'
import { marks } from '../planted.fixture.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { memberRoles } from './roles.ts'
import { type Walk, makeWalk, outsiders, said } from './walk.fixture.ts'

let t: TestInstance
let w: Walk
beforeAll(async () => {
  t = await testInstance()
  w = await makeWalk(t)
})

test('strangers and people of another workspace write nothing anywhere in A', { timeout: 180_000 }, async () => {
  const before = await w.everything()
  const wrong: string[] = []
  for (const page of w.writingPages().filter(({ pattern }) => pattern.includes(':workspace')))
    for (const address of w.addressesOf(page.pattern))
      for (const form of w.formsOf(page))
        for (const who of [undefined, ...outsiders]) {
          const answer = await w.post(address, form, who && w.people[who])
          const refused = who
            ? answer.status === 404
            : (answer.headers.get('location')?.startsWith('/sign-in') ?? false)
          if (!refused) wrong.push(`${answer.status} ${address} ${form.intent} as ${who ?? 'stranger'}`)
          if (who && (await said(answer)).includes(marks.any)) wrong.push(`mark at ${address}`)
        }
  expect(wrong).toEqual([])
  expect(await w.everything()).toEqual(before)
})

test('a guest writes nothing but comments', { timeout: 180_000 }, async () => {
  const before = await w.everything()
  const wrong: string[] = []
  for (const page of w.writingPages().filter(({ pattern }) => pattern.includes(':workspace')))
    for (const address of w.addressesOf(page.pattern))
      for (const form of w.formsOf(page).filter(({ intent }) => !intent.includes('comment'))) {
        const { status } = await w.post(address, form, w.people['guest'])
        if (![400, 403, 404, 422].includes(status)) wrong.push(`${status} ${address} ${form.intent}`)
      }
  expect(wrong).toEqual([])
  expect(await w.everything()).toEqual(before)
})

test('a role that may not write a kind gets 403 for each way to write it', { timeout: 180_000 }, async () => {
  const before = await w.everything()
  const wrong: string[] = []
  const base = `/w/${w.a.workspace.slug}/p/${w.a.project.slug}`
  for (const kind of t.app.catalog.kinds)
    for (const role of memberRoles.filter((one) => !kind.writers.includes(one))) {
      const here = `${base}/${kind.path}/${w.a.objects.get(kind.path)}`
      const attempts = [
        ...['save', 'delete', 'restore'].map((intent) => [here, { intent, version: '2', title: 'pirate' }] as const),
        [`${base}/${kind.path}/new`, { title: 'pirate' }] as const,
      ]
      for (const [address, form] of attempts) {
        const { status } = await w.post(address, form, w.people[role])
        if (status !== 403) wrong.push(`${status} ${address} ${'intent' in form ? form.intent : 'create'} as ${role}`)
      }
    }
  expect(wrong).toEqual([])
  expect(await w.everything()).toEqual(before)
})

test.each(['contributor', 'management'] as const)(
  'a %s changes neither members, keys nor guest links',
  { timeout: 300_000 },
  async (role) => {
    const before = await w.everything()
    const wrong: string[] = []
    for (const page of w
      .writingPages()
      .filter(({ file }) => /accounts\/(members|keys|guests|workspace-settings)\.page/.test(file)))
      for (const address of w.addressesOf(page.pattern))
        for (const form of w.formsOf(page)) {
          const { status } = await w.post(address, form, w.people[role])
          // 404: an invitation that does not wait, whoever withdraws it.
          if (![400, 403, 404].includes(status)) wrong.push(`${status} ${address} ${form.intent}`)
        }
    expect(wrong).toEqual([])
    expect(await w.everything()).toEqual(before)
  },
)

// What the management is there for, and what is its own.
const forManagement = /recommendations\/decision|projects\/settings|accounts\/account|accounts\/members/
/** Tables a reader may write: what he says, and the views he keeps for himself. */
const ownWords = ['comments', 'saved_views']

test('the management approves and comments, and edits nothing', { timeout: 180_000 }, async () => {
  const before = await w.everything()
  const closed = t.app.catalog.kinds.filter(({ writers }) => !writers.includes('management'))
  expect(closed.length).toBeGreaterThan(8)
  const reads = new Set(closed.map(({ path }) => path))
  for (const page of w.writingPages().filter(({ file }) => !forManagement.test(file)))
    for (const address of w.addressesOf(page.pattern)) {
      // Kinds that the management writes, its own aims, are left out.
      if (page.pattern.includes(':kind') && ![...reads].some((path) => address.includes(`/${path}`))) continue
      for (const form of w.formsOf(page)) {
        const { status } = await w.post(address, form, w.people['management'])
        expect(status, `${address} ${form.intent}`).toBeLessThan(500)
      }
    }
  const after = await w.everything()
  const changed = Object.keys(after).filter((table) => after[table] !== before[table])
  expect(changed.filter((table) => !ownWords.includes(table))).toEqual([])
})

test('a comment is deleted by its author and by those who run the workspace, by no other', async () => {
  const [kind = '', id = ''] = [...w.a.objects].find(([path]) => path === 'contents') ?? []
  const here = `/w/${w.a.workspace.slug}/p/${w.a.project.slug}/${kind}/${id}`
  const listed = () =>
    t.db.selectFrom('comments').select(['id', 'body']).where('objectId', '=', id).orderBy('createdAt').execute()
  const say = async (who: string, body: string) => {
    expect((await w.post(here, { intent: 'comment', body }, w.people[who])).status).toBe(302)
    return (await listed()).find((comment) => comment.body === body)?.id ?? ''
  }
  const remove = async (who: string, comment: string) =>
    (await w.post(here, { intent: 'uncomment', comment }, w.people[who])).status
  const guests = await say('guest', 'Mot de l’invitée')
  const hers = await say('contributor', 'Mot de la contributrice')
  for (const [who, comment] of [
    ['guest', hers],
    ['management', hers],
    ['contributor', guests],
  ] as const)
    expect(await remove(who, comment), who).toBe(403)
  for (const who of outsiders) expect(await remove(who, hers)).toBe(404)
  expect(await remove('guest', guests)).toBe(302)
  expect(await remove('lead', hers)).toBe(302)
  const left = (await listed()).map((comment) => comment.id)
  expect(left).not.toContain(guests)
  expect(left).not.toContain(hers)
})

test.each([
  ['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
  ['4,000 characters', 'é'.repeat(4_000)],
])('%s in a comment is kept as it was typed', async (_what, body) => {
  const here = `/w/${w.a.workspace.slug}/p/${w.a.project.slug}/contents/${w.a.objects.get('contents')}`
  expect((await w.post(here, { intent: 'comment', body }, w.people['guest'])).status).toBe(302)
  const kept = await t.db.selectFrom('comments').select(['authorName', 'isGuest']).where('body', '=', body).execute()
  expect(kept).toEqual([{ authorName: 'Invitée', isGuest: true }])
})

test.each(['', '   ', '\n\n', 'x'.repeat(4_001)])(
  'the comment %j is refused in words and kept for mending',
  async (body) => {
    const here = `/w/${w.a.workspace.slug}/p/${w.a.project.slug}/contents/${w.a.objects.get('contents')}`
    const answer = await w.post(here, { intent: 'comment', body }, w.people['guest'])
    expect(answer.status).toBe(422)
    expect(await answer.text()).toMatch(/"body":"(Écrivez un commentaire|4000 caractères au plus)/)
  },
)
