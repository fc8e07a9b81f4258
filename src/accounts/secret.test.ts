import { expect, test } from 'vitest'
import { clientIp, clientNetwork } from './client-ip.ts'
import { loggablePath } from './redaction.ts'
import { isKeyScope, isMemberRole, mayGrant, memberRoles } from './roles.ts'
import { hashSecret, newSecret, privateKey } from './secret.ts'

test('a secret is 256 random bits that an address can carry', () => {
  const secrets = new Set(Array.from({ length: 100 }, () => newSecret('fr_')))
  expect(secrets.size).toBe(100)
  for (const secret of secrets) expect(secret).toMatch(/^fr_[\w-]{43}$/)
})

test('what is stored of a secret does not hold it, and is the same each time', () => {
  const secret = newSecret()
  expect(hashSecret(secret)).toBe(hashSecret(secret))
  expect(hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashSecret(secret)).not.toContain(secret)
})

test('a counted address cannot be found again without the secret of the instance', () => {
  expect(privateKey('a', 'ip', '192.0.2.1')).not.toBe(privateKey('b', 'ip', '192.0.2.1'))
  expect(privateKey('a', 'ip', '192.0.2.1')).not.toBe(privateKey('a', 'ip', '192.0.2.2'))
  expect(privateKey('a', 'ip', '192.0.2.1')).not.toContain('192')
})

test.each([
  ['no proxy: what the client writes is not believed', 0, '198.51.100.9', '203.0.113.1'],
  ['one proxy: the last address', 1, '198.51.100.9, 192.0.2.7', '192.0.2.7'],
  ['two proxies: the last but one', 2, '198.51.100.9, 192.0.2.7, 10.0.0.1', '192.0.2.7'],
  ['fewer hops than proxies: the first', 3, '192.0.2.7', '192.0.2.7'],
  ['no header: the other end of the connection', 1, '', '203.0.113.1'],
])('the client’s address, with %s', (_name, proxies, forwarded, expected) => {
  expect(clientIp(new Headers({ 'x-forwarded-for': forwarded }), '203.0.113.1', proxies)).toBe(expected)
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s is counted as %s', (ip, network) => {
  expect(clientNetwork(ip)).toBe(network)
})

test('an owner gives every role, a lead those below, the others none', () => {
  const granted = (actor: Parameters<typeof mayGrant>[0]) => memberRoles.filter((role) => mayGrant(actor, role))
  expect(granted('owner')).toEqual(['owner', 'lead', 'contributor', 'management'])
  expect(granted('lead')).toEqual(['contributor', 'management'])
  expect(granted('contributor')).toEqual([])
  expect(granted('management')).toEqual([])
  expect(granted('guest')).toEqual([])
})

test('guest is not a role one can be given, and an unknown right is none', () => {
  expect(isMemberRole('guest')).toBe(false)
  expect(isMemberRole('owner')).toBe(true)
  expect(isKeyScope('stats:read')).toBe(true)
  expect(isKeyScope('admin')).toBe(false)
})

test('a log never holds the token of an invitation or a guest link', () => {
  expect(loggablePath('/join/abc123?x=1')).toBe('/join/…?x=1')
  expect(loggablePath('/g/abc123')).toBe('/g/…')
  expect(loggablePath('/w/miel/p/x')).toBe('/w/miel/p/x')
})
