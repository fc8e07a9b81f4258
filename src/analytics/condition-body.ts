import * as z from 'zod'
import { dimensionNames } from './catalog.ts'
import { deepest, dimensionNamed, goalOperators, isBounded, widest } from './filters.ts'
import { levels, operators } from './query.ts'
import type { Condition, FilterDimension } from './query.ts'

/** Two sentences in one zod message: zod knows one language, the product two. */
export const say = (french: string, english: string) => ({ error: `${french}\u0000${english}` })

export const name = <T extends string>(values: readonly T[], french: string, english: string) =>
  z.enum(
    values,
    say(`${french} : choisir parmi ${values.join(', ')}.`, `${english}: choose among ${values.join(', ')}.`),
  )

const dimension = z.string(say('Une dimension est un texte.', 'A dimension is a text.')).transform((text, context) => {
  const known = dimensionNamed(text)
  if (known !== null) return known
  const words =
    text === 'date'
      ? say('La date se choisit par la période.', 'Dates are chosen by the period.')
      : say(
          `Dimension inconnue : choisir parmi ${dimensionNames.join(', ')}, ou property. suivi du nom d’une propriété.`,
          `Unknown dimension: choose among ${dimensionNames.join(', ')}, or property. and the name of a property.`,
        )
  context.issues.push({ code: 'custom', message: words.error, input: text })
  return z.NEVER
})

const filter = z
  .strictObject(
    {
      dimension: dimension as z.ZodType<FilterDimension, string>,
      operator: name(operators, 'Opérateur inconnu', 'Unknown operator'),
      values: z
        .array(
          z
            .string(say('Une valeur est un texte.', 'A value is a text.'))
            .max(2000, say('2 000 signes au plus.', '2,000 characters at most.')),
          say('Liste de valeurs attendue.', 'A list of values is expected.'),
        )
        .min(1, say('Au moins une valeur.', 'At least one value.'))
        .max(200, say('200 valeurs au plus.', '200 values at most.')),
    },
    say('Un filtre est { dimension, operator, values }.', 'A filter is { dimension, operator, values }.'),
  )
  .refine((f) => f.dimension !== 'goal' || goalOperators.includes(f.operator), {
    ...say(
      'Un objectif se choisit par is, isNot, oneOf ou notOneOf.',
      'A goal is chosen by is, isNot, oneOf or notOneOf.',
    ),
    path: ['operator'],
  })

const listed = () =>
  z
    .array(deeper, say('Liste de conditions attendue.', 'A list of conditions is expected.'))
    .min(1, say('Au moins une condition.', 'At least one condition.'))
    .max(widest, say(`${widest} conditions au plus.`, `${widest} conditions at most.`))

const deeper: z.ZodType<Condition> = z.lazy(() => part)

const group = say(
  'Un groupe est { all: [] }, { any: [] } ou { of, has, where }.',
  'A group is { all: [] }, { any: [] } or { of, has, where }.',
)
const shapes = {
  all: z.lazy(() => z.strictObject({ all: listed() }, group)),
  any: z.lazy(() => z.strictObject({ any: listed() }, group)),
  of: z.lazy(() =>
    z.strictObject(
      {
        of: name(levels, 'Niveau inconnu', 'Unknown level'),
        has: z.boolean(say('true ou false attendu.', 'true or false is expected.')).default(true),
        where: deeper,
      },
      group,
    ),
  ),
}

/** The form is chosen by the keys present, so that what is wrong is said where it is: a union of zod would say only that none fits. */
const part = z.unknown().transform((value, context): Condition => {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const shape = keys.includes('all')
    ? shapes.all
    : keys.includes('any')
      ? shapes.any
      : keys.includes('of')
        ? shapes.of
        : filter
  const parsed = (shape as z.ZodType<Condition>).safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    const message = unknown.length > 0 ? say('Champ inconnu.', 'Unknown field.').error : issue.message
    context.issues.push({ code: 'custom', message, path: [...issue.path, ...unknown], input: value })
  }
  return z.NEVER
})

const levelsDeep = (value: unknown, most: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (most > 0 && Object.values(value).every((one) => levelsDeep(one, most - 1)))

const described = (schema: z.ZodType) => {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return shape
}

const nested = { type: 'object', description: 'A condition: a filter, or a group' }

/** A filter, or filters put together; bounded before anything walks it. */
export const condition = z
  .unknown()
  .meta({
    description: `A filter; or filters put together, ${deepest} levels deep and ${widest} parts at most. { of, has, where }: has (or has not) an event, a visit, a visitor for which it holds.`,
    anyOf: [
      described(filter),
      {
        type: 'object',
        properties: { all: { type: 'array', items: nested } },
        required: ['all'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { any: { type: 'array', items: nested } },
        required: ['any'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          of: { type: 'string', enum: [...levels] },
          has: { type: 'boolean', default: true },
          where: nested,
        },
        required: ['of', 'where'],
        additionalProperties: false,
      },
    ],
  })
  // Two levels of JSON a level of condition, and those of a filter.
  .refine(
    (value) => levelsDeep(value, 2 * deepest + 2),
    say(`${deepest} niveaux au plus.`, `${deepest} levels at most.`),
  )
  .pipe(part)
  .refine(
    isBounded,
    say(`${deepest} niveaux et ${widest} conditions au plus.`, `${deepest} levels and ${widest} conditions at most.`),
  )
