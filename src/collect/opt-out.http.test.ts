import { beforeAll, describe, expect, test } from 'vitest'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { addSite, removeSite } from './sites.store.ts'

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('page')))

beforeAll(async () => {
  const lead = await t.scope('lead')
  await addSite(lead, { domain: 'exempt.example', settings: { retentionMonths: 6 } })
  await addSite(lead, {
    domain: 'accord.example',
    mode: 'consent',
    settings: { hosts: ['paiement.example'], obeySignals: true },
  })
  const { id } = await addSite(lead, { domain: 'retire.example' })
  await removeSite(lead, id)
})

async function open(path: string, language = 'fr') {
  const answer = await http.request(path, { headers: { 'accept-language': language, accept: 'text/html' } })
  return { status: answer.status, headers: answer.headers, html: await answer.text() }
}
const linksOf = (html: string) => [...html.matchAll(/href="(https:[^"]+)"/g)].map(([, to]) => to)

describe('the visitors’ page', () => {
  test('is open to all, without script or cookie, and its links go through the site', async () => {
    const { status, headers, html } = await open('/opt-out/exempt.example')
    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    expect(html).not.toContain('<script')
    expect(linksOf(html)).toEqual(['https://exempt.example/#filrouge-out', 'https://exempt.example/#filrouge-in'])
    expect(html).toContain('effacées au bout de 6 mois')
    // The tracker asks where its visitor comes from before it believes him.
    expect(headers.get('referrer-policy')).toBe('origin')
  })

  test('offers his number on a site in consent mode, and a choice for each of its hosts', async () => {
    const { html } = await open('/opt-out/accord.example')
    expect(linksOf(html)).toEqual(
      ['accord.example', 'paiement.example'].flatMap((host) =>
        ['out', 'in', 'me'].map((what) => `https://${host}/#filrouge-${what}`),
      ),
    )
    expect(html).toContain('Global Privacy Control')
    expect(html).toContain('effacées au bout de 25 mois')
  })

  test.each([
    ['fr', '', 'lang="fr"', 'Ne plus compter mes visites'],
    ['en-GB,en;q=0.9', '', 'lang="en"', 'Stop counting my visits'],
    ['en', '?lang=fr', 'lang="fr"', 'Ne plus compter mes visites'],
    ['fr', '?lang=en&embed', 'href="?lang=fr&amp;embed"', 'Stop counting my visits'],
  ])('for %s at “%s”', async (language, search, ...said) => {
    const { html } = await open(`/opt-out/exempt.example${search}`, language)
    for (const text of said) expect(html).toContain(text)
  })

  test.each([
    ['?out=1&me=', 'ne sont plus comptées', 'sont comptées.'],
    ['?out=null&me=', 'sont comptées.', 'ne sont plus comptées'],
    ['?out=null&me=1764000000000.12345678901234567890', '1764000000000.12345678901234567890', 'aucun numéro'],
    ['?out=null&me=', 'aucun numéro', 'Votre numéro de visiteur'],
    ['?out=null&me=%3Cscript%3Ealert(1)%3C/script%3E', 'aucun numéro', '<script'],
    ['', 'Voir mon numéro', 'C’est fait'],
  ])('back from the site with “%s” says “%s”, not “%s”', async (search, said, unsaid) => {
    const { html } = await open(`/opt-out/accord.example${search}`)
    expect(html).toContain(said)
    expect(html).not.toContain(unsaid)
  })

  test('may be shown in a frame by the site’s own pages, and by no other', async () => {
    const { headers } = await open('/opt-out/accord.example?embed')
    expect(headers.get('content-security-policy')).toMatch(
      /frame-ancestors accord\.example \*\.accord\.example paiement\.example \*\.paiement\.example(;|$)/,
    )
    expect(headers.get('x-frame-options')).toBeNull()
    expect((await open('/opt-out/accord.example')).headers.get('x-frame-options')).toBe('DENY')
    expect((await open('/opt-out/absent.example?embed')).headers.get('x-frame-options')).toBe('DENY')
  })

  test.each(['absent.example', 'retire.example', '%22%3E'])('of %s does not exist', async (domain) => {
    expect((await open(`/opt-out/${domain}`)).status).toBe(404)
  })
})
