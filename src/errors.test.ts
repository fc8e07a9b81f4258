import { expect, test } from 'vitest'
import { AppError, badRequest, errorBody, expected, invalid, isAppError, tooMany, unavailable } from './errors.ts'

const coded = (code: string) => Object.assign(new Error('x'), { code })

test.each([
  ['a refused connection', coded('ECONNREFUSED'), true],
  ['a cut connection', coded('ECONNRESET'), true],
  ['PostgreSQL that stops', coded('57P01'), true],
  ['PostgreSQL that starts', coded('57P03'), true],
  ['a connection cut at work', new Error('Connection terminated unexpectedly'), true],
  ['a connection cut before', new Error('Client has encountered a connection error and is not queryable'), true],
  ['no connection to be had', new Error('timeout exceeded when trying to connect'), true],
  ['what another error came from', new Error('query failed', { cause: coded('ECONNREFUSED') }), true],
  ['a wrong query', coded('42601'), false],
  ['a broken rule', coded('23505'), false],
  ['a text', 'ECONNREFUSED', false],
  ['nothing', null, false],
])('an engine is down: %s', (_, error, down) => {
  expect(expected(error)?.id ?? null).toBe(down ? 'unavailable' : null)
})

test('an expected error stays what it is', () => {
  const error = badRequest('x', { fr: 'x', en: 'x' })
  expect(expected(error)).toBe(error)
})

test('an error is known by its brand, across the two copies of its class', () => {
  expect(isAppError({ [Symbol.for('filrouge.error')]: true })).toBe(true)
  expect(isAppError(unavailable())).toBe(true)
  expect(isAppError(new Error('x'))).toBe(false)
  expect(isAppError(null)).toBe(false)
})

test('a body names the field and speaks the reader’s language', () => {
  const error = badRequest('bad', { fr: 'trop long', en: 'too long' }, 'title')
  expect(errorBody(error, 'fr')).toEqual({ error: { id: 'bad', field: 'title', message: 'trop long' } })
  expect(errorBody(error, 'en')).toEqual({ error: { id: 'bad', field: 'title', message: 'too long' } })
  const many = invalid({ a: { fr: 'un', en: 'one' }, b: { fr: 'deux', en: 'two' } })
  expect(errorBody(many, 'fr')).toEqual({
    error: { id: 'invalid', field: 'a', message: 'un', fields: { a: 'un', b: 'deux' } },
  })
  expect(errorBody(tooMany(7), 'en')).toEqual({
    error: { id: 'tooMany', field: null, message: 'Too many requests: try again in 7 s.' },
  })
})

test('what may be tried again says when', () => {
  expect([tooMany(7).retryAfter, unavailable().retryAfter, badRequest('x', { fr: '', en: '' }).retryAfter]).toEqual([
    7,
    5,
    null,
  ])
  expect(new AppError('x', 418, { fr: 'é', en: 'e' }).message).toBe('e')
})
