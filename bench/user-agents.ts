/**
 * User agents: how often the family is right, machines are seen, and people are taken for machines, on the lists of the trade.
 *   npm run bench -- user-agents
 */
import { hasUserAgents, judgeUserAgents } from '../src/collect/user-agents.fixture.ts'
import { machine, record } from './record.fixture.ts'

if (!hasUserAgents) {
  process.stdout.write('The lists are not on this machine: ../shared/data/user-agents\n')
} else {
  const { firefox, browsers, crawlers, falseBots, shares } = judgeUserAgents()
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`
  const line = (what: string, value: number, of: number, target: string, isHeld: boolean) =>
    `| ${what} | ${of} | **${percent(value)}** | ${target} | ${isHeld ? 'held' : 'MISSED'} |`
  record([
    `### ${machine()} · user agents`,
    '',
    '| what | agents | share | target | |',
    '|---|---|---|---|---|',
    line('family right, Firefox’s list', shares.firefox, firefox.all, '≥ 95 %', shares.firefox >= 0.95),
    line('family right, browsers of our days', shares.browsers, browsers.all, '≥ 95 %', shares.browsers >= 0.95),
    line('crawlers seen as machines', shares.crawlers, crawlers.all, '≥ 97 %', shares.crawlers >= 0.97),
    line('browsers taken for machines', shares.falseBots, falseBots.all, '< 0.1 %', shares.falseBots < 0.001),
    '',
    ...[...browsers.wrong, ...crawlers.wrong].map((userAgent) => `- not as it should: \`${userAgent}\``),
  ])
}
