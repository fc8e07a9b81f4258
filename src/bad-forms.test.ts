import { beforeAll, describe, expect, test } from 'vitest'
import type { PageRoute } from './every-route.fixture.ts'
import { everything } from './everything.fixture.ts'
import { type Served, serve } from './served.fixture.ts'
import { type TestInstance, testInstance } from './testing.ts'

// Forms that no page of ours sends, to every page that takes one, through the real server and as the owner, whom nothing
// else would stop. A page that is added later is sent the same without a change here.

let t: TestInstance
let s: Served
beforeAll(async () => {
  t = await testInstance()
  s = await serve(t)
})

/** Pages that write, signing out excepted: it would end the walk. */
const writing = () => s.pages.filter(({ writes, pattern }) => writes && pattern !== '/sign-out')

const send = (page: PageRoute, fields: Record<string, string>) =>
  s.asOwner(s.address(page.pattern), { method: 'POST', body: new URLSearchParams(fields) })

/** Sends to each page with each intent it knows and one it does not; gives the answers that are faults of ours. */
async function faults(fields: Record<string, string>): Promise<string[]> {
  const before = s.errors.length
  const wrong: string[] = []
  for (const page of writing())
    for (const intent of [...page.intents, 'inconnu']) {
      const answer = await send(page, { intent, ...fields })
      await answer.arrayBuffer()
      if (answer.status >= 500) wrong.push(`${answer.status} ${page.pattern} ${intent}`)
    }
  return [...wrong, ...s.errors.slice(before).map((error) => JSON.stringify(error))]
}

test('there are pages to ask, and most know their intents', () => {
  expect(writing().length).toBeGreaterThan(15)
  expect(writing().filter(({ intents }) => intents.length > 0).length).toBeGreaterThan(6)
})

describe('a body that is no form', () => {
  test.each([
    ['JSON', 'application/json', '{"intent":"invite"}', 415],
    ['a text', 'text/plain', 'intent=invite', 415],
    ['no type at all', '', 'intent=invite', 415],
    ['XML', 'application/xml', '<intent/>', 415],
    [
      'a form in parts that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data',
      400,
    ],
    ['a form in parts that names no boundary', 'multipart/form-data', '--x--', 400],
    ['a zero byte in a field', 'application/x-www-form-urlencoded', 'intent=invite&email=a%00b', 400],
    ['a zero byte in a name', 'application/x-www-form-urlencoded', 'in%00tent=invite', 400],
  ])('%s is refused by every page, and nothing is written', async (_what, type, body, status) => {
    const before = await everything(t.db)
    const wrong: string[] = []
    for (const { pattern } of writing()) {
      const answer = await s.asOwner(s.address(pattern), { method: 'POST', body, headers: { 'content-type': type } })
      const text = await answer.text()
      // Some pages say first that there is nothing to send to: a door that is closed.
      if (answer.status !== status && answer.status !== 404)
        wrong.push(`${answer.status} ${pattern} ${text.slice(0, 80)}`)
    }
    expect(wrong).toEqual([])
    expect(await everything(t.db)).toEqual(before)
  })

  test('over 2 MiB: 413 as a page, in the reader’s language', async () => {
    const body = `intent=invite&email=${'x'.repeat(2 * 1024 * 1024)}`
    for (const { pattern } of writing()) {
      const answer = await s.asOwner(s.address(pattern), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
      })
      expect(answer.status, pattern).toBe(413)
      expect(answer.headers.get('content-type')).toContain('text/html')
      expect(await answer.text()).toContain('the limit is 2 Mio')
    }
  })
})

describe('fields that no page of ours sends are no fault of ours', () => {
  const hostile = [
    ['10,000 characters', 'a'.repeat(10_000)],
    ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['a formula', '=cmd|" /C calc"!A0'],
    ['SQL', "'; drop table users; --"],
    ['a path', '../../../etc/passwd'],
    ['a list in JSON', '[[[[{}]]]]'],
    ['broken JSON', '{"a":'],
    ['a negative number', '-1'],
    ['a number too large', '99999999999999999999'],
    ['no number', 'NaN'],
    ['an absurd date', '9999-99-99'],
    ['a date of the year 1', '0001-01-01'],
    ['right-to-left marks', '\u202egnp.exe\u202c'],
    ['a broken emoji', '\ud83d'],
    ['nothing', ''],
  ] as const
  const names = [
    'name', 'title', 'email', 'role', 'user', 'session', 'key', 'link', 'invitation', 'version', 'other', 'side', 'comment',
    'body', 'days', 'scopes', 'password', 'newPassword', 'currentPassword', 'code', 'locale', 'theme', 'back', 'next', 'object', 'id',
    'domain', 'timeZone', 'currency', 'startsOn', 'endsOn', 'envelopeCents', 'unitPriceCents', 'vatRate', 'quantity', 'months',
    'plannedOn', 'scheduledAt', 'outcome', 'note', 'decisionId', 'measuredOn', 'value', 'workspace', 'weight', 'slug', 'url', 'from', 'to',
  ] // prettier-ignore

  test.each(hostile)('%s in every field', { timeout: 300_000 }, async (_what, value) => {
    expect(await faults(Object.fromEntries(names.map((name) => [name, value])))).toEqual([])
  })

  test('files where texts are expected', async () => {
    const wrong: string[] = []
    for (const page of writing())
      for (const intent of page.intents) {
        const body = new FormData()
        body.set('intent', intent)
        for (const name of names) body.set(name, new Blob(['x'], { type: 'image/png' }), 'ruche.png')
        const answer = await s.asOwner(s.address(page.pattern), { method: 'POST', body })
        if (answer.status >= 500) wrong.push(`${answer.status} ${page.pattern} ${intent}`)
        await answer.arrayBuffer()
      }
    expect(wrong).toEqual([])
  })

  test('the same field a thousand times', async () => {
    for (const page of writing()) {
      const body = new URLSearchParams(Array.from({ length: 1_000 }, () => ['title', 'x']))
      expect((await s.asOwner(s.address(page.pattern), { method: 'POST', body })).status, page.pattern).toBeLessThan(
        500,
      )
    }
  })
})

describe('an intent that a page does not know', () => {
  test('is refused, and nothing is written', async () => {
    const before = await everything(t.db)
    const wrong: string[] = []
    for (const page of writing().filter(({ intents }) => intents.length > 1)) {
      const { status } = await send(page, { intent: 'inconnu', title: 'x', name: 'x' })
      if (![400, 404, 422].includes(status)) wrong.push(`${status} ${page.pattern}`)
    }
    expect(wrong).toEqual([])
    expect(await everything(t.db)).toEqual(before)
  })
})

describe('addresses', () => {
  test.each([
    '%00',
    'a%00b',
    '%E0%A4%A',

    '%2F%2F',
    'a'.repeat(2_000),
    '%F0%9F%90%9D',
    "'%20or%20'1",
    '%0d%0aSet-Cookie:%20a=1',
  ])('%s in the place of any parameter of any page', async (typed) => {
    const before = s.errors.length
    const wrong: string[] = []
    for (const { pattern } of s.pages.filter((page) => page.pattern.includes(':')))
      for (const name of pattern.split('/').filter((segment) => segment.startsWith(':'))) {
        const answer = await s.asOwner(s.address(pattern.replace(name, '§')).replace('§', typed))
        await answer.arrayBuffer()
        // The doors of links that lead nowhere say so as a page.
        if (answer.status >= 500 || (answer.status < 400 && !/^\/(join|g|reset|s)\//.test(pattern)))
          wrong.push(`${answer.status} ${pattern} ${name}`)
        if (answer.headers.has('set-cookie') && /a=1/.test(answer.headers.get('set-cookie') ?? ''))
          wrong.push(`a cookie slipped in by ${pattern}`)
      }
    expect(wrong).toEqual([])
    expect(s.errors.slice(before)).toEqual([])
  })

  test.each([
    'q=%00', 'q=%E0%A4%A', 'sort=drop%20table', 'sort=title&order=sideways', 'page=-1', 'page=1e9', 'page=NaN', 'from=hier&to=demain',
    'from=2026-13-45&to=0000-00-00', 'month=2026-99', 'period=toujours', 'filter=%7B', 'state=inconnu', `q=${'a'.repeat(4_000)}`,
    'filters=%5B%5B%5B', 'with=%3Cscript%3E', '__proto__=1', 'constructor=1', 'q[]=1', '&&&===',
  ])('?%s to every page', { timeout: 300_000 }, async (query) => {
    const before = s.errors.length
    const wrong: string[] = []
    for (const { pattern } of s.pages) {
      const answer = await s.asOwner(`${s.address(pattern)}?${query}`)
      if (answer.status >= 500) wrong.push(`${answer.status} ${pattern} ${(await answer.text()).slice(0, 300)}`)
      else await answer.arrayBuffer()
    }
    expect(wrong).toEqual([])
    expect(s.errors.slice(before)).toEqual([])
  }) // prettier-ignore
})

test.each([
  'filrouge_flash=%7B%22text%22%3A%7B%7D%7D', 'filrouge_flash=null', 'filrouge_flash=5', 'filrouge_flash=%E0%A4%A',
  'filrouge_flash=%7B%22text%22%3A%22a%22%2C%22tone%22%3A%22good%22%2C%22undo%22%3A%7B%22label%22%3A%22x%22%2C%22action%22%3A%22https%3A%2F%2Fvoleur.example%22%2C%22fields%22%3A%7B%7D%7D%7D',
  'filrouge_locale=xx; filrouge_theme=<script>', 'filrouge.session_token=%00', `filrouge_guest=${'.'.repeat(4_000)}`, '=; ;;; =a',
])('cookie %s shows nothing and breaks nothing', async (cookie) => {
  const answer = await s.asOwner('/account', { headers: { cookie: `${s.owner}; ${cookie}` } })
  const text = await answer.text()
  expect(answer.status === 302 ? '' : text).not.toContain('voleur')
  expect(answer.status).toBeLessThan(400)
  if (answer.status === 200) expect(text).toContain(s.planted.owner.user.email)
}) // prettier-ignore
