import { createServer } from 'node:http'
import type { lookup } from 'node:dns'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OutboundError, guardedLookup, isPublicAddress, send, urlProblem } from './outbound.ts'

describe('an address of the network', () => {
  test.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.1.1', '169.254.169.254', '172.16.0.1',
    '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9',
    '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '64:ff9b::7f00:1', '100::1', 'fc00::1', 'fd12:3456::1', 'fe80::1',
    'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::1', '3fff::1', 'fd00:ec2::254', '', 'exemple.fr', '1.2.3',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false)) // prettier-ignore

  test.each([
    '1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.1.1',
    '223.255.255.255', '2606:4700:4700::1111', '2a01:e0a::1', '2001:4860:4860::8888',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true)) // prettier-ignore

  test('none that is mapped into IPv6 is, whatever it maps', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => !isPublicAddress(`::ffff:${address}`)))
  })
})

describe('what is typed', () => {
  test.each([
    ['ftp://exemple.fr/', 'https://'],
    ['file:///etc/passwd', 'https://'],
    ['exemple.fr', 'https://'],
    ['javascript:alert(1)', 'https://'],
    [`https://exemple.fr/${'a'.repeat(2000)}`, 'https://'],
    ['https://moi:secret@exemple.fr/', 'mot de passe'],
    ['http://localhost:3000/', 'réseau privé'],
    ['http://LOCALHOST./', 'réseau privé'],
    ['http://a.localhost/', 'réseau privé'],
    ['http://imprimante/', 'réseau privé'],
    ['http://nas.local/', 'réseau privé'],
    ['http://metadata.google.internal/', 'réseau privé'],
    ['http://169.254.169.254/latest/meta-data/', 'réseau privé'],
    ['http://127.1/', 'réseau privé'],
    ['http://2130706433/', 'réseau privé'],
    ['http://0x7f.0.0.1/', 'réseau privé'],
    ['http://0177.0.0.1/', 'réseau privé'],
    ['http://[::1]/', 'réseau privé'],
    ['http://[::ffff:10.0.0.1]/', 'réseau privé'],
    ['http://[fd00:ec2::254]/', 'réseau privé'],
    ['http://①②⑦.0.0.1/', 'réseau privé'],
  ])('%s is refused', (url, why) => expect(urlProblem(url)?.fr).toContain(why))

  test.each(['https://exemple.fr/crochet?a=1', 'http://1.1.1.1:8080/', 'https://[2606:4700:4700::1111]/'])(
    '%s may be tried',
    (url) => expect(urlProblem(url)).toBeNull(),
  )

  test('the settings open a machine of the private network, and that one only', () => {
    expect(urlProblem('http://10.0.0.5:5678/', ['10.0.0.5'])).toBeNull()
    expect(urlProblem('http://n8n.internal/', ['n8n.internal'])).toBeNull()
    expect(urlProblem('http://10.0.0.6/', ['10.0.0.5'])).not.toBeNull()
  })
})

describe('what a name resolves to', () => {
  const resolving = (...addresses: string[]) =>
    ((_: string, __: object, done: (error: null, found: object[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as unknown as typeof lookup
  const looked = (...addresses: string[]) =>
    new Promise((resolve) => {
      guardedLookup(resolving(...addresses))('exemple.fr', { all: true }, (error, found) => resolve(error ?? found))
    })

  test.each([[['10.0.0.1']], [['1.1.1.1', '127.0.0.1']], [['1.1.1.1', '::1']], [[]]])(
    '%j: no connection',
    async (addresses) => expect(await looked(...addresses)).toBeInstanceOf(OutboundError),
  )

  test('public addresses are those that are connected to', async () => {
    expect(await looked('1.1.1.1', '2606:4700::1')).toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ])
  })
})

describe('a request that leaves', () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/ailleurs') return response.writeHead(302, { location: '/secret' }).end()
    if (request.url === '/long') return response.end('x'.repeat(100_000))
    if (request.url === '/muet') return undefined
    return response.end('reçu')
  })
  let at = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const opened = { outboundAllow: ['127.0.0.1'] }

  test('reaches a machine that the settings open, and no other of this network', async () => {
    expect(await send(opened, { url: `${at}/`, method: 'POST', body: '{}' })).toEqual({ status: 200, body: 'reçu' })
    await expect(send({ outboundAllow: [] }, { url: `${at}/`, method: 'GET' })).rejects.toThrow('private network')
    expect(asked).toEqual(['/'])
  })

  test('follows no redirection', async () => {
    expect((await send(opened, { url: `${at}/ailleurs`, method: 'GET' })).status).toBe(302)
    expect(asked).not.toContain('/secret')
  })

  test('reads no more than it was told', async () => {
    expect((await send(opened, { url: `${at}/long`, method: 'GET', most: 1000 })).body).toHaveLength(1000)
  })

  test('gives up when nothing comes, and says so in both languages', async () => {
    const error = await send(opened, { url: `${at}/muet`, method: 'GET', timeout: 150 }).catch(
      (found: unknown) => found,
    )
    expect((error as OutboundError).words).toEqual({ fr: 'Pas de réponse à temps.', en: 'No answer in time.' })
    await expect(send(opened, { url: 'http://127.0.0.1:1/', method: 'GET' })).rejects.toThrow('ECONNREFUSED')
  })
})
