import { beforeAll, describe, expect, test } from 'vitest'
import { everything } from './everything.fixture.ts'
import { type Served, serve } from './served.fixture.ts'
import { type TestInstance, testInstance } from './testing.ts'

// Bodies that no client should send, to every route that takes one, through the real server. A route that is added later
// is asked the same without a change here.

let t: TestInstance
let s: Served
beforeAll(async () => {
  t = await testInstance()
  s = await serve(t)
})

/** Routes whose body is JSON, as method and address. */
const writing = () =>
  s.routes
    .filter(([method, pattern]) => ['POST', 'PUT', 'PATCH'].includes(method) && pattern.startsWith('/api/'))
    .map(([method, pattern]) => [method, s.address(pattern)] as const)

interface Refusal {
  readonly error: { readonly id: string; readonly field: string | null; readonly message: string }
}

/** Umami's clients send lists there: each of its events is judged by itself (other-tools.http.test.ts). */
const takesLists = '/api/batch'

/** Sends a body to each writing route, and says which answers are not of the statuses given or not of the form of an error. */
async function wrongAnswers(
  statuses: readonly number[],
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const wrong: string[] = []
  for (const [method, address] of writing()) {
    if (address === takesLists && String(body).startsWith('[')) continue
    const answer = await s.asProgram(address, { method, body, headers })
    const text = await answer.text()
    if (!statuses.includes(answer.status)) wrong.push(`${answer.status} ${method} ${address} ${text.slice(0, 120)}`)
    else if (!isRefusal(text)) wrong.push(`no error in words: ${method} ${address} ${text.slice(0, 120)}`)
  }
  return wrong
}

function isRefusal(text: string): boolean {
  const { error } = JSON.parse(text) as Refusal
  return error.id !== '' && error.message.length > 10 && error.field !== undefined
}

test('there are writing routes to ask, the collector and the query among them', () => {
  const addresses = writing().map(([, address]) => address)
  expect(addresses).toContain('/api/event')
  expect(addresses).toContain('/api/v1/query')
  expect(addresses.length).toBeGreaterThan(4)
})

describe('a body that is not a JSON object', () => {
  test.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['half a body', '{"title":"Miel'],
    ['two bodies', '{"title":"a"}{"title":"b"}'],
    ['a comma too many', '{"title":"a",}'],
    ['single quotes', "{'title':'a'}"],
    ['a comment', '{"title":"a" /* miel */}'],
    ['NaN', '{"weight":NaN}'],
    ['a list', '[{"title":"a"}]'],
    ['null', 'null'],
    ['a number', '42'],
    ['a text', '"miel"'],
    ['a form', 'title=miel&weight=3'],
    ['a page', '<!doctype html><p>miel</p>'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a zero byte', '{"title":"a"}\u0000'],
    ['Latin-1', Buffer.from('{"title":"été"}', 'latin1')],
    ['UTF-16', Buffer.from('{"title":"a"}', 'utf16le')],
    ['an overlong slash', Buffer.from([...Buffer.from('{"title":"'), 0xc0, 0xaf, ...Buffer.from('"}')])],
  ])('%s: 400 on every route, in words', async (_what, body) => {
    expect(await wrongAnswers([400], body)).toEqual([])
  })
})

describe('a JSON object that no field can hold', () => {
  const values: [string, unknown][] = [
    ['null everywhere', null],
    ['a list', ['a']],
    ['an object', { a: 1 }],
    ['a number out of all bounds', 1e308],
    ['a negative number', -1],
    ['a text with a zero byte', 'a\u0000b'],
    ['half a surrogate', '\ud800'],
    ['100,000 characters', 'é'.repeat(30_000)],
    ['a formula', "=cmd|' /C calc'!A0"],
  ]
  const names = [
    'title', 'from', 'to', 'site', 'url', 'period', 'metrics', 'filters', 'props', 'version', 'weight',
  ] // prettier-ignore

  test.each(values)('%s: refused or kept as text, and never a fault of ours', async (_what, value) => {
    const before = s.errors.length
    const wrong: string[] = []
    for (const [method, address] of writing())
      for (const name of names) {
        const answer = await s.asProgram(address, { method, body: JSON.stringify({ [name]: value }) })
        await answer.arrayBuffer()
        if (answer.status >= 500) wrong.push(`${answer.status} ${method} ${address} ${name}`)
      }
    expect(wrong).toEqual([])
    expect(s.errors.slice(before)).toEqual([])
  })

  test.each([
    ['__proto__', '{"__proto__":{"title":"a","version":1}}'],
    ['constructor', '{"constructor":{"prototype":{"title":"a"}}}'],
    ['toString', '{"toString":"a"}'],
    ['hasOwnProperty', '{"hasOwnProperty":1}'],
  ])('a field called %s is unknown, like any other', async (_name, body) => {
    const before = await everything(t.db)
    expect(await wrongAnswers([400, 422], body)).toEqual([])
    expect(await everything(t.db)).toEqual(before)
    expect(({} as { title?: string }).title).toBeUndefined()
  })

  test('a thousand levels deep: refused before anything walks it', async () => {
    const body = `{"title":${'['.repeat(1_000)}${']'.repeat(1_000)}}`
    const objects = `{"props":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}`
    // Too large as well, where a route takes little.
    expect(await wrongAnswers([400, 413], body)).toEqual([])
    expect(await wrongAnswers([400, 413], objects)).toEqual([])
  })

  test('brackets inside a text are no levels', async () => {
    const answer = await s.asProgram(s.address('/api/v1/projects/:project/:kind/:id'), {
      method: 'PATCH',
      body: JSON.stringify({ title: `${'['.repeat(90)} \\" ${'{'.repeat(90)}` }),
    })
    expect(answer.status).toBe(200)
    expect(((await answer.json()) as { title: string }).title).toContain('[[[[')
  })

  test('a key written twice counts as written last', async () => {
    const answer = await s.asProgram(s.address('/api/v1/projects/:project/:kind/:id'), {
      method: 'PATCH',
      body: '{"title":"premier","title":"dernier"}',
    })
    expect(await answer.json()).toMatchObject({ title: 'dernier' })
  })
})

describe('how a body is sent', () => {
  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/jsonp',
    'json',
  ])('%s is no JSON to the API of projects and figures: 415', async (type) => {
    const wrong: string[] = []
    for (const [method, address] of writing().filter(([, path]) => path.startsWith('/api/v1/'))) {
      const answer = await s.asProgram(address, { method, body: '{"title":"a"}', headers: { 'content-type': type } })
      if (answer.status !== 415) wrong.push(`${answer.status} ${method} ${address}`)
      expect(await answer.json()).toMatchObject({ error: { id: 'wrongType', field: null } })
    }
    expect(wrong).toEqual([])
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/ld+json',
  ])('%s is', async (type) => {
    const answer = await s.asProgram(s.address('/api/v1/projects/:project/:kind/:id'), {
      method: 'PATCH',
      body: '{"title":"miel"}',
      headers: { 'content-type': type },
    })
    expect(answer.status).toBe(200)
  })

  test('over the limit: 413 on every route, announced or sent in pieces, and nothing is written', async () => {
    const before = await everything(t.db)
    const wrong: string[] = []
    const big = Buffer.from(`{"title":"${'x'.repeat(2 * 1024 * 1024)}"}`)
    for (const [method, address] of writing()) {
      const announced = await s.asProgram(address, { method, body: big })
      if (announced.status !== 413) wrong.push(`${announced.status} ${method} ${address}`)
      expect(await announced.json()).toMatchObject({ error: { id: 'tooLarge' } })
      const head = `${method} ${address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${s.key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
      const piece = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
      const answer = await s.raw(head + piece.repeat(34), /\r\n\r\n.*\}/s)
      if (!answer.startsWith('HTTP/1.1 413')) wrong.push(`${answer.slice(0, 60)} ${method} ${address} in pieces`)
      // What is left of the body must not be read as a next request.
      if (!/\r\nconnection: close\r\n/i.test(answer)) wrong.push(`left open: ${method} ${address}`)
    }
    expect(wrong).toEqual([])
    expect(await everything(t.db)).toEqual(before)
  })

  test('in pieces and within the limit, it is read like any other', async () => {
    const [method, address] = ['PATCH', s.address('/api/v1/projects/:project/:kind/:id')]
    const body = '{"title":"en morceaux"}'
    const pieces = body
      .split('')
      .map((sign) => `1\r\n${sign}\r\n`)
      .join('')
    const answer = await s.raw(
      `${method} ${address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${s.key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${pieces}0\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200/)
    expect(answer).toContain('en morceaux')
  })

  test('a DELETE without a body is answered', async () => {
    const made = await s.asProgram(s.address('/api/v1/projects/:project/:kind'), {
      method: 'POST',
      body: JSON.stringify({ title: 'À jeter', box: 'strength', weight: 3 }),
    })
    const { id } = (await made.json()) as { id: string }
    expect(made.status).toBe(201)
    const answer = await s.asProgram(`${s.address('/api/v1/projects/:project/:kind')}/${id}`, { method: 'DELETE' })
    expect(answer.status).toBe(204)
  })
})

describe('what an address names', () => {
  const unknown = [
    ['an id that is none', 'x'],
    ['a number', '1'],
    ['an id of nothing', '00000000-0000-4000-8000-000000000000'],
    ['an id in capitals', '00000000-0000-4000-8000-00000000000A'],
    ['a quote', "1' or '1'='1"],
    ['a bad percent', '%E0%A4%A'],
    ['10,000 characters', 'a'.repeat(10_000)],
    ['a parent folder', '%2e%2e%2f%2e%2e'],
  ] as const

  test.each(unknown)('%s: 404 in the place of any parameter, for every route', async (_what, typed) => {
    const wrong: string[] = []
    for (const [method, pattern] of s.routes.filter(([, path]) => path.startsWith('/api/v1/') && path.includes(':')))
      for (const name of pattern.split('/').filter((segment) => segment.startsWith(':'))) {
        const address = s
          .address(pattern.replace(name, '§'))
          .replace('§', encodeURIComponent(typed).replaceAll('%25', '%'))
        const body = ['GET', 'DELETE'].includes(method) ? {} : { body: '{"title":"a"}' }
        const answer = await s.asProgram(address, { method, ...body })
        if (answer.status !== 404) wrong.push(`${answer.status} ${method} ${pattern} ${name}`)
        expect(await answer.json()).toMatchObject({ error: { id: 'notFound' } })
      }
    expect(wrong).toEqual([])
  })

  test('ends that are no objects of this very project are neither linked nor cut apart', async () => {
    const links = s.address('/api/v1/projects/:project/thread')
    const [here = ''] = s.planted.objects.values()
    const [there = '', elsewhere = ''] = s.planted.otherObjects.values()
    const ends: [unknown, unknown, number][] = [
      ['x', 'y', 404],
      ['-'.repeat(36), here, 404],
      [here, '00000000-0000-4000-8000-000000000000', 404],
      // Objects of the other project of the same workspace, one end or both.
      [here, elsewhere, 404],
      [there, elsewhere, 404],
      [1, 2, 400],
      [null, null, 400],
      [[here], { id: here }, 400],
    ]
    const before = await everything(t.db)
    for (const [from, to, status] of ends)
      for (const method of ['POST', 'DELETE'])
        expect(
          (await s.asProgram(links, { method, body: JSON.stringify({ from, to }) })).status,
          `${method} ${String(from)}`,
        ).toBe(status)
    const same = await s.asProgram(links, { method: 'POST', body: JSON.stringify({ from: here, to: here }) })
    expect(same.status).toBe(409)
    expect(await everything(t.db)).toEqual(before)
  })

  test.each([1.5, 1e99, -1, 'x', null, true, [1], 2 ** 31])('version %j saves nothing', async (version) => {
    const answer = await s.asProgram(s.address('/api/v1/projects/:project/:kind/:id'), {
      method: 'PATCH',
      body: JSON.stringify({ version, title: 'pirate' }),
    })
    expect([400, 409]).toContain(answer.status)
    expect(((await answer.json()) as Refusal).error.message).not.toBe('')
  })
})
