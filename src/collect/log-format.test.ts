import { describe, expect, test } from 'vitest'
import { isAppError } from '../errors.ts'
import { readerOf, recogniser } from './log-format.ts'
import { type LogLine, lineRefusal } from './log-line.ts'
import { sampleText } from './log-sample.ts'

// Each row is a log as its server writes it: the lines of its head, one page view, and what is read of it.

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0'
const at = Date.parse('2025-05-17T08:05:03Z')
const line: LogLine = {
  ip: '203.0.113.9', at, method: 'GET', target: '/miel?a=1', status: 200, referrer: 'https://www.qwant.com/', userAgent: agent,
} // prettier-ignore
const bare: LogLine = { ...line, referrer: '-', userAgent: '' }
const clf = '[17/May/2025:10:05:03 +0200] "GET /miel?a=1 HTTP/1.1" 200 512'

/** `to` a page by a server whose log writes spaces as `space`. */
const iisFields = (...fields: string[]) => `#Fields: ${fields.join(' ')}`
const iis = [
  '#Software: Microsoft Internet Information Services 10.0',
  '#Version: 1.0',
  '#Date: 2025-05-17 08:00:00',
  iisFields('date', 'time', 's-ip', 'cs-method', 'cs-uri-stem', 'cs-uri-query', 's-port', 'cs-username', 'c-ip', 'cs(User-Agent)', 'cs(Referer)', 'sc-status', 'sc-substatus', 'sc-win32-status', 'time-taken'),
] // prettier-ignore
const iisLine = `2025-05-17 08:05:03 10.0.0.4 GET /miel a=1 443 - 203.0.113.9 ${agent.replaceAll(' ', '+')} https://www.qwant.com/ 200 0 0 31`
const cloudfront = [
  '#Version: 1.0',
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol',
]
const cloudfrontLine = ['2025-05-17', '08:05:03', 'CDG50-C1', '512', '203.0.113.9', 'GET', 'd111111abcdef8.cloudfront.net', '/miel', '200', 'https://www.qwant.com/', encodeURIComponent(agent), 'a=1', '-', 'Hit', 'SOX4xwn4XV6Q4rgb==', 'www.exemple.fr', 'https'].join('\t') // prettier-ignore
const caddy = JSON.stringify({
  level: 'info', ts: at / 1000, logger: 'http.log.access.log0', msg: 'handled request',
  request: { remote_ip: '203.0.113.9', client_ip: '203.0.113.9', proto: 'HTTP/2.0', method: 'GET', host: 'exemple.fr', uri: '/miel?a=1', headers: { 'User-Agent': [agent], Referer: ['https://www.qwant.com/'] } },
  duration: 0.001, size: 512, status: 200,
}) // prettier-ignore
const nginx = {
  time_iso8601: '2025-05-17T10:05:03+02:00', remote_addr: '203.0.113.9', request_method: 'GET', request_uri: '/miel?a=1', status: 200,
  http_referer: 'https://www.qwant.com/', http_user_agent: agent, host: 'exemple.fr',
} // prettier-ignore
const alb = `https 2025-05-17T08:05:03.186641Z app/my-lb/50dc6c495c0c9188 203.0.113.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 34 512 "GET https://exemple.fr:443/miel?a=1 HTTP/2.0" "${agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-3:1:targetgroup/t/7 "Root=1-58337364-23a8c76965a2ef7629b185e3" "exemple.fr" "-" 0 2025-05-17T08:05:02.100000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`

const recognised: [name: string, format: string, lines: string[], read: LogLine][] = [
  ['Combined', 'combined', [`203.0.113.9 - - ${clf} "https://www.qwant.com/" "${agent}"`], line],
  ['Common', 'combined', [`203.0.113.9 - camille ${clf}`], bare],
  ['Combined of a host with names looked up', 'combined', [`lfbn-1.wanadoo.fr - - ${clf} "-" "-"`], { ...bare, ip: 'lfbn-1.wanadoo.fr', userAgent: '-' }],
  ['Apache, virtual hosts', 'vhost', [`www.exemple.fr:443 203.0.113.9 - - ${clf} "https://www.qwant.com/" "${agent}"`], { ...line, host: 'www.exemple.fr' }],
  ['Apache, virtual hosts over IPv6', 'vhost', [`exemple.fr:80 2001:db8::7 - - ${clf} "-" "-"`], { ...bare, ip: '2001:db8::7', host: 'exemple.fr', userAgent: '-' }],
  ['nginx in JSON', 'nginx', [JSON.stringify(nginx)], { ...line, host: 'exemple.fr' }],
  ['nginx in JSON, by its whole request and its clock', 'nginx', [JSON.stringify({ msec: String(at / 1000), remote_addr: '203.0.113.9', request: 'GET /miel?a=1 HTTP/1.1', status: '200' })], { ...bare, userAgent: '-' }],
  ['nginx in JSON, as collectors name it', 'nginx', [JSON.stringify({ '@timestamp': '2025-05-17T08:05:03.000Z', clientip: '203.0.113.9', verb: 'GET', request: '', uri: '/miel?a=1', response: 200, agent, referrer: 'https://www.qwant.com/' })], line],
  ['nginx in JSON behind a proxy of ours', 'nginx', [JSON.stringify({ ...nginx, remote_addr: '10.0.0.2', http_x_forwarded_for: '198.51.100.1, 203.0.113.9, 10.0.0.3' })], { ...line, host: 'exemple.fr' }],
  ['Caddy', 'caddy', [caddy], { ...line, host: 'exemple.fr' }],
  ['IIS', 'iis', [...iis, iisLine], line],
  ['IIS whose columns change on the way', 'iis', [...iis, iisFields('date', 'time', 'c-ip', 'cs-method', 'cs-uri-stem', 'sc-status', 'cs-host'), '2025-05-17 08:05:03 203.0.113.9 GET /miel?a=1 200 exemple.fr'], { ...bare, host: 'exemple.fr' }],
  ['CloudFront', 'cloudfront', [...cloudfront, cloudfrontLine], { ...line, host: 'www.exemple.fr' }],
  ['AWS ALB', 'alb', [alb], { ...line, at: at + 186, referrer: '-', host: 'exemple.fr' }],
] // prettier-ignore

describe('a log is recognised by its lines', () => {
  test.each(recognised)('%s', (_, format, lines, expected) => {
    const find = recogniser()
    const found = lines.map(find)
    expect(found.at(-1)).toEqual({ format, line: expected })
    expect(found.slice(0, -1).every((one) => one === null)).toBe(true)
  })

  test.each(recognised)('%s, by its name too', (_, format, lines, expected) => {
    const read = readerOf(format)
    expect(lines.map(read).at(-1)).toEqual(expected)
  })

  test.each([
    ['a page', '<!doctype html>'],
    ['a table', 'date;visites'],
    ['a note in JSON', '{"note":"réunion"}'],
    ['JSON cut short', caddy.slice(0, -1)],
    ['Combined without its end', `203.0.113.9 - - ${clf} "https://www.qwant.com/`],
    ['a 31st of June', `203.0.113.9 - - ${clf.replace('17/May', '31/Jun')}`],
    ['values of CloudFront without their names', cloudfrontLine],
    ['a load balancer that got no request', alb.replace(/"GET.*?"/, '"- http://exemple.fr:80- "')],
  ])('%s is none', (_, text) => {
    expect(recogniser()(text)).toBeNull()
  })

  test('IIS whose head was cut off is read by its usual columns, once it is named', () => {
    expect(readerOf('iis')(iisLine)).toEqual(line)
  })
})

describe('a form written out', () => {
  const combined = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'
  test.each<[string, string, Partial<LogLine>]>([
    [combined, `203.0.113.9 - jean dupont ${clf} "https://www.qwant.com/" "${agent}"`, line],
    [combined.replaceAll('"', '\\"'), `203.0.113.9 - - ${clf} "https://www.qwant.com/" "${agent}"`, line],
    [`"${combined.replaceAll('"', '\\"')}"`, `203.0.113.9 - - ${clf} "https://www.qwant.com/" "${agent}"`, line],
    ['%t %a %m %U%q %>s %D', '[17/May/2025:10:05:03 +0200] 203.0.113.9 GET /miel?a=1 200 3120', bare],
    ['%{%Y-%m-%dT%H:%M:%S}t|%h|%r|%s', '2025-05-17T08:05:03|203.0.113.9|GET /miel?a=1 HTTP/1.1|200', bare],
    ['%V:%p %{X-Forwarded-For}i %t "%r" %>s', `exemple.fr:443 203.0.113.9, 10.0.0.8 ${clf.slice(0, -4)}`, { ...bare, host: 'exemple.fr' }],
    ['%{sec}t %h "%r" %>s 100%%', `${at / 1000} 203.0.113.9 "GET /miel?a=1 HTTP/1.1" 200 100%`, bare],
    ['$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time', `203.0.113.9 - - ${clf} "https://www.qwant.com/" "${agent}" 0.004`, line],
    ['$host $msec ${remote_addr} $request_method $request_uri $status', `exemple.fr ${at / 1000}.000 203.0.113.9 GET /miel?a=1 200`, { ...bare, host: 'exemple.fr' }],
  ])('%s', (format, text, expected) => {
    expect(readerOf(format)(text)).toEqual(expected)
    expect(readerOf(format)(text.slice(0, text.length / 2))).toBeNull()
  }) // prettier-ignore

  test.each([
    ['%h %l %u %Z "%r" %>s', '« %Z », au signe 10'],
    ['%h %l %u "%r" %>s %b', 'l’heure'],
    ['%t "%r" %>s', 'l’adresse'],
    ['%h %t %>s', 'la page'],
    ['%h %t "%r"', 'la réponse'],
    ['%h%t "%r" %>s', 'se touchent'],
    ['combinée', 'n’est pas un format connu'],
  ])('%s says what is wrong with it', (format, why) => {
    try {
      readerOf(format)
      expect.unreachable('it was accepted')
    } catch (error) {
      if (!isAppError(error)) throw error
      expect([error.id, error.fields['format']?.fr ?? '']).toEqual(['badFormat', expect.stringContaining(why)])
    }
  })
})

test('what a server asks of itself is no page view, whatever the form', () => {
  const reason = (target: string, status = 200) => lineRefusal({ ...line, target, status })
  expect([reason('/a.css'), reason('/a'), reason('/a', 301), reason('/a', 304)]).toEqual([
    'file',
    null,
    'redirect',
    null,
  ])
})

test.each([
  [`203.0.113.9 - - ${clf} "https://a`, 'unreadable', /^… - - \[17\/May\/2025:10:05:03/],
  ['2001:db8:0:1::7 x@exemple.fr nonsense', 'unreadable', /^… … nonsense$/],
  [JSON.stringify({ ...nginx, request_uri: '/a.css?user=5', host: '' }), 'file', /^2025-05-17 GET \/a\.css 200$/],
])('a sample of %s names nobody', (text, reason, expected) => {
  expect(sampleText(text, readerOf('nginx')(text), reason)).toMatch(expected)
})
