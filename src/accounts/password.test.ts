import { expect, test } from 'vitest'
import { passwordProblem } from './password.ts'

const person = { email: 'camille.roux@ruchers-ventoux.fr', name: 'Camille Roux' }

test.each(['cheval pile agrafe juste', 'Lavande-84200-été!', 'ruche bleue sous chêne', 'xK9$vMq2Lp'])(
  '%s is accepted',
  (password) => {
    expect(passwordProblem(password, person)).toBeNull()
  },
)

test.each([
  ['court', 'caractères au moins'],
  ['neufcarac', 'caractères au moins'],
  ['x'.repeat(129), 'au plus'],
  ['aaaaaaaaaaaa', 'premiers essayés'],
  ['Mot de Passe 123', 'premiers essayés'],
  ['AZERTYUIOP', 'premiers essayés'],
  ['1234567890', 'premiers essayés'],
  ['CamilleRoux', 'votre nom'],
  ['camille-roux84', 'votre nom'],
  ['camille.roux@ruchers-ventoux.fr', 'votre nom'],
  ['RuchersVentoux1', 'votre nom'],
])('%s is refused: %s', (password, reason) => {
  expect(passwordProblem(password, person)?.fr).toContain(reason)
})

test('a long phrase may hold a name, since the rest is not guessed from it', () => {
  expect(passwordProblem('camille mange seize pommes vertes', person)).toBeNull()
})

test('what is wrong is said in both languages', () => {
  const problem = passwordProblem('court', person)
  expect(problem?.fr).not.toBe(problem?.en)
})
