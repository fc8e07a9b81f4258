import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig, root } from './config.ts'
import { StartError } from './start-error.ts'

test('without any setting the product opens on this machine, in its own folder', () => {
  expect(loadConfig({})).toEqual({
    version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
    port: 3000,
    host: '0.0.0.0',
    url: null,
    dataDir: join(root, 'data'),
    postgresUrl: null,
    clickhouseUrl: null,
    secret: null,
    admin: null,
    trustedProxies: 0,
    smtp: null,
    outboundAllow: [],
    logLevel: 'info',
  })
})

test('an empty variable counts as absent', () => {
  const names = [
    'PORT',
    'HOST',
    'FILROUGE_DATA',
    'FILROUGE_URL',
    'FILROUGE_POSTGRES_URL',
    'FILROUGE_CLICKHOUSE_URL',
    'FILROUGE_ADMIN_EMAIL',
    'FILROUGE_TRUSTED_PROXIES',
    'FILROUGE_SMTP_URL',
    'FILROUGE_MAIL_FROM',
    'FILROUGE_OUTBOUND_ALLOW',
    'FILROUGE_LOG',
  ]
  expect(loadConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(loadConfig({}))
})

test('what is given is read, and cannot be changed afterwards', () => {
  const config = loadConfig({
    PORT: '8080',
    FILROUGE_DATA: '/srv/mes données',
    FILROUGE_URL: 'https://filrouge.exemple.fr/',
    FILROUGE_ADMIN_EMAIL: 'a@exemple.fr',
    FILROUGE_ADMIN_PASSWORD: 'motdepasse-long',
    FILROUGE_SECRET: 's'.repeat(32),
    FILROUGE_TRUSTED_PROXIES: '2',
    FILROUGE_SMTP_URL: 'smtps://filrouge:secret@smtp.exemple.fr:465',
    FILROUGE_MAIL_FROM: 'Filrouge <filrouge@exemple.fr>',
    FILROUGE_OUTBOUND_ALLOW: 'n8n.interne, 10.0.0.5',
  })
  expect(config).toMatchObject({
    port: 8080,
    dataDir: '/srv/mes données',
    url: 'https://filrouge.exemple.fr',
    admin: { email: 'a@exemple.fr', password: 'motdepasse-long' },
    secret: 's'.repeat(32),
    trustedProxies: 2,
    smtp: { url: 'smtps://filrouge:secret@smtp.exemple.fr:465', from: 'Filrouge <filrouge@exemple.fr>' },
    outboundAllow: ['n8n.interne', '10.0.0.5'],
  })
  expect(Object.isFrozen(config)).toBe(true)
})

test('a relative folder is the same for all commands, wherever they are run from', () => {
  expect(loadConfig({ FILROUGE_DATA: 'data/demo' }).dataDir).toBe(join(root, 'data/demo'))
})

test.each([
  ['PORT', '65536', 'a whole number from 0 to 65535'],
  ['PORT', '3000.5', 'un nombre entier de 0 à 65535'],
  ['PORT', '-1', 'PORT'],
  ['PORT', '80a', 'PORT'],
  ['FILROUGE_URL', 'filrouge.fr', 'sans chemin'],
  ['FILROUGE_URL', 'ftp://filrouge.fr', 'sans chemin'],
  ['FILROUGE_URL', 'https://exemple.fr/filrouge', 'without a path'],
  ['FILROUGE_URL', 'https://exemple.fr/?a=1', 'without a path'],
  ['FILROUGE_POSTGRES_URL', 'mysql://h/b', 'postgres://'],
  ['FILROUGE_POSTGRES_URL', 'localhost:5432', 'postgres://'],
  ['FILROUGE_CLICKHOUSE_URL', 'clickhouse://h', 'http://'],
  ['FILROUGE_SECRET', 'court', '32'],
  ['FILROUGE_ADMIN_EMAIL', 'Camille', 'e-mail'],
  ['FILROUGE_TRUSTED_PROXIES', '11', '10'],
  ['FILROUGE_SMTP_URL', 'http://smtp.exemple.fr', 'smtps://'],
  ['FILROUGE_MAIL_FROM', 'Filrouge', 'Filrouge <filrouge@'],
  ['FILROUGE_MAIL_FROM', 'a@exemple.fr\nBcc: b@exemple.fr', 'Filrouge <filrouge@'],
  ['FILROUGE_OUTBOUND_ALLOW', 'http://10.0.0.5/', '10.0.0.5'],
  ['FILROUGE_LOG', 'verbose', 'debug'],
])('%s=%s is refused, with what it takes', (name, value, hint) => {
  const refused = () => loadConfig({ [name]: value })
  expect(refused).toThrow(StartError)
  expect(refused).toThrow(name)
  expect(refused).toThrow(hint)
})

test('an address without its password, or the reverse, names the one that is missing', () => {
  expect(() => loadConfig({ FILROUGE_ADMIN_EMAIL: 'a@exemple.fr' })).toThrow(
    /FILROUGE_ADMIN_PASSWORD.: un mot de passe/,
  )
  expect(() => loadConfig({ FILROUGE_ADMIN_PASSWORD: 'motdepasse-long' })).toThrow(/FILROUGE_ADMIN_EMAIL.: une adresse/)
})

test('all that is wrong is said at once, in French then in English, without repeating a secret', () => {
  try {
    loadConfig({
      PORT: 'x',
      FILROUGE_LOG: 'y',
      FILROUGE_ADMIN_EMAIL: 'a@exemple.fr',
      FILROUGE_ADMIN_PASSWORD: 'passe7',
    })
    expect.unreachable()
  } catch (error) {
    const { message } = error as Error
    expect(message.match(/^ {2}[A-Z_]+/gm)?.map((name) => name.trim())).toEqual([
      'PORT', 'FILROUGE_ADMIN_PASSWORD', 'FILROUGE_LOG', 'PORT', 'FILROUGE_ADMIN_PASSWORD', 'FILROUGE_LOG',
    ]) // prettier-ignore
    expect(message.indexOf('Réglage refusé')).toBeLessThan(message.indexOf('Setting refused'))
    expect(message).not.toContain('passe7')
  }
})
