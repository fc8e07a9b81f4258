import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mainLanguage, outsideReferrer, withoutAddresses, withoutPersons } from './enrich.ts'
import { flat } from './translated.ts'

// What goes of an event whose visitor did not consent: docs/decisions/0012.

describe('a property', () => {
  test.each([
    'id', '_id', 'uid', 'uuid', 'name', 'nom', 'prenom', 'email', 'e-mail', 'mail', 'Phone', 'tel', 'userId', 'user_id', 'USER-ID',
    'client_id', 'customerEmail', 'contact-phone', 'visitorUuid', 'member_name', 'accountId', 'person_name', 'utilisateur_nom',
    'compte_id', 'adherent-telephone', 'user.id', 'user.name', 'order.client.id', 'user.profile.name', 'data.email', 'form.contact.tel',
    'lead.prenom',
  ])('called "%s" goes', (name) => expect(withoutPersons({ [name]: 'x' })).toEqual({})) // prettier-ignore

  test.each([
    'plan', 'produit', 'product_id', 'product.id', 'product.name', 'items.0.name', 'order_id', 'idee', 'username_length', 'nombre',
    'filename', 'hotel', 'surnom', 'user.plan', 'client.type', 'email_type', 'mailing', 'telephonie', 'e_n', 'e_v', 'search',
  ])('called "%s" stays', (name) => expect(withoutPersons({ [name]: 'x' })).toEqual({ [name]: 'x' })) // prettier-ignore

  test('of an object goes as it would alone, whoever flattened it', () => {
    const data = { lot: 3, user: { id: 42, plan: 'pro', name: 'Jeanne' }, contact: { email: 'x', city: 'Lyon' } }
    const props = Object.fromEntries(Object.entries(flat(data)).map(([name, value]) => [name, String(value)]))
    expect(withoutPersons(props)).toEqual({ lot: '3', 'user.plan': 'pro', 'contact.city': 'Lyon' })
  })

  test.each([
    ['Écrire à jeanne@exemple.fr', undefined],
    ['jeanne%40exemple.fr', undefined],
    ['jeanne.roux+miel@mail.exemple.co.uk', undefined],
    ['3 pots @ 12 €', '3 pots @ 12 €'],
    ['@ruches', '@ruches'],
    ['https://a.example/p?id=4#haut', 'https://a.example/p'],
    ['HTTPS://a.example/p#haut', 'HTTPS://a.example/p'],
    ['miel ? oui # non', 'miel ? oui # non'],
    ['/miel?taille=grand', '/miel?taille=grand'],
  ])('that holds "%s" keeps "%s"', (value, kept) => {
    expect(withoutPersons({ texte: value })['texte']).toBe(kept)
  })
})

describe('a text without addresses', () => {
  test.each([
    ['/desinscription/jeanne@exemple.fr/oui', '/desinscription/…/oui'],
    ['/compte/jeanne%40exemple.fr', '/compte/…'],
    ['a@b.fr et C@D.EXAMPLE', '… et …'],
    ['/@ruches/miel', '/@ruches/miel'],
    ['/miel@4.5', '/miel@4.5'],
    ['rien', 'rien'],
  ])('"%s" reads "%s"', (given, kept) => expect(withoutAddresses(given)).toBe(kept))

  /** As people have them: a slash or a quote is allowed by the standard, and would cut a path. */
  const address = fc.emailAddress().filter((mail) => !mail.includes('/'))

  test('whatever surrounds it: no address is left, and a second reading changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), address, fc.string({ unit: 'grapheme' }), (a, mail, b) => {
        const once = withoutAddresses(`${a} ${mail} ${b}`)
        expect(once).not.toContain(mail)
        expect(withoutAddresses(once)).toBe(once)
      }),
    )
  })

  test('a text made to be tried again and again costs no more', () => {
    const given = `${'a'.repeat(2_000)}@${'b.'.repeat(900)}`
    expect(withoutAddresses(given)).toBe(given)
  })
})

test.each([
  ['fr-CA,fr;q=0.9', 'fr'],
  [' EN-gb', 'en'],
  ['gsw', 'gsw'],
  ['zh-Hans-CN', 'zh'],
  ['*', ''],
  ['', ''],
  ['français', ''],
  ['x', ''],
  ['1fr', ''],
])('of "%s" the language alone is kept: "%s"', (header, kept) => expect(mainLanguage(header)).toBe(kept))

describe('a referrer', () => {
  const site = { domain: 'ruches.example', settings: { hosts: ['payer.example'] } }

  test.each([
    ['https://www.partenaire.example/espace/jeanne?session=4', 'partenaire.example'],
    ['HTTP://Partenaire.EXAMPLE:8080/', 'partenaire.example'],
    ['https://jeanne:secret@partenaire.example/', 'partenaire.example'],
    ['android-app://com.linkedin.android/', 'com.linkedin.android'],
    ['ios-app://544007664/youtube', '544007664'],
    ['https://ruches.example/miel', ''],
    ['https://www.ruches.example/miel', ''],
    ['https://blog.ruches.example/', ''],
    ['https://payer.example/panier', ''],
    ['https://ruches.example.evil.example/', 'ruches.example.evil.example'],
    ['https://mesruches.example/', 'mesruches.example'],
    ['javascript:alert(1)', ''],
    ['file:///home/jeanne/index.html', ''],
    ['mailto:jeanne@exemple.fr', ''],
    ['partenaire.example', ''],
    ['-', ''],
    ['', ''],
  ])('"%s" is known as "%s"', (given, host) => expect(outsideReferrer(given, site)).toBe(host))

  const page = fc
    .tuple(
      fc.constantFrom(
        'partenaire.example',
        'www.a.b.example',
        'jeanne:secret@c.example:8443',
        '[2001:db8::1]',
        'ruches.example',
      ),
      fc.webPath(),
      fc.string(),
    )
    .map(([host, path, rest]) => `https://${host}${path.startsWith('/') ? path : '/'}?${rest}#${rest}`)

  test('whatever it says, only its host is kept', () => {
    fc.assert(
      fc.property(page, (given) => {
        const host = outsideReferrer(given, site)
        expect(host).not.toMatch(/[/?#@]|^www\./)
        expect(new URL(given).hostname.endsWith(host)).toBe(true)
      }),
    )
  })
})
