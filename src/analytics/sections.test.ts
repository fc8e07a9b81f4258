import { expect, test } from 'vitest'
import { keptOf } from './sections.ts'

test.each([
  ['', ''],
  ['?metric=visits&step=week', ''],
  ['?site=a.example&metric=visits&f=channel%3Ais%3AEmail&f=page%3Ais%3A%2F', '?site=a.example&f=channel%3Ais%3AEmail&f=page%3Ais%3A%2F'],
  ['?from=2026-11-01&to=2026-11-30&compare=none&step=day', '?from=2026-11-01&to=2026-11-30&compare=none'],
])('from %j to the next page of the audience goes %j', (search, kept) => expect(keptOf(search)).toBe(kept)) // prettier-ignore
