import { describe, expect, test } from 'vitest'
import { Button, FormIsBusy, LinkButton } from './Button.tsx'
import {
  CheckField,
  ChoiceField,
  ErrorSummary,
  LongTextField,
  MoneyField,
  NumberField,
  RadioField,
  TextField,
} from './Field.tsx'
import { EditForm, type FormState, SaveBar, SaveState } from './Form.tsx'
import { type FieldView, FormFields } from './FormFields.tsx'
import { GridEditor } from './GridEditor.tsx'
import { MonthsField } from './MonthsField.tsx'
import { html, tags, words } from './render.fixture.tsx'

const options = [
  { value: 'a', label: 'Possédé' },
  { value: 'b', label: 'Payé' },
]

const kinds = {
  text: (more: object) => <TextField name="f" label="Nom" {...more} />,
  long: (more: object) => <LongTextField name="f" label="Nom" {...more} />,
  number: (more: object) => <NumberField name="f" label="Nom" {...more} />,
  money: (more: object) => <MoneyField name="f" label="Nom" {...more} />,
  choice: (more: object) => <ChoiceField name="f" label="Nom" options={options} {...more} />,
  check: (more: object) => <CheckField name="f" label="Nom" {...more} />,
}

/** The one element that is filled in. */
const control = (markup: string) =>
  ['input', 'select', 'textarea'].flatMap((name) => tags(markup, name)).find(({ type }) => type !== 'hidden') ?? {}

describe.each(Object.entries(kinds))('a field: %s', (_, field) => {
  test('is named by its label', () => {
    const markup = html(field({}))
    expect(control(markup)).toMatchObject({ id: 'field-f', name: 'f' })
    expect(tags(markup, 'label').map((label) => label['for'])).toContain('field-f')
  })

  test('is described by its help, then by its error, and says that it is wrong', () => {
    const markup = html(field({ help: 'Une phrase.', error: 'Trop court.' }))
    expect(control(markup)).toMatchObject({ 'aria-describedby': 'field-f-help field-f-error', 'aria-invalid': 'true' })
    expect(markup).toMatch(/id="field-f-help"[^>]*>Une phrase\./)
    expect(markup).toMatch(/id="field-f-error"[\s\S]*Trop court\./)
  })

  test('points at nothing when there is neither', () => {
    const { 'aria-describedby': described, 'aria-invalid': invalid } = control(html(field({})))
    expect([described, invalid]).toEqual([undefined, undefined])
  })
})

test('what is required says so in words, in both languages', () => {
  expect(words(html(kinds.text({ required: true })))).toBe('Nom obligatoire')
  expect(words(html(kinds.text({ required: true }), { locale: 'en' }))).toBe('Nom required')
  expect(words(html(kinds.text({})))).toBe('Nom')
})

test('a required choice that has its value offers no empty one; any other does', () => {
  const offered = (more: object) => words(html(kinds.choice(more)))
  expect(offered({ required: true, defaultValue: 'a' })).toBe('Nom obligatoire Possédé Payé')
  expect(offered({ required: true })).toBe('Nom obligatoire Choisir… Possédé Payé')
  expect(offered({})).toBe('Nom — Possédé Payé')
})

test('a long text counts what is left near its limit, and what is too much, without cutting', () => {
  const count = (length: number) =>
    words(
      /<p class="field-count"[\s\S]*?<\/p>/.exec(
        html(kinds.long({ maxLength: 100, defaultValue: 'x'.repeat(length) })),
      )?.[0] ?? '',
    )
  expect([10, 80, 81, 99, 100, 101, 130].map(count)).toEqual([
    '', '', '19 caractères restants', '1 caractère restant', '0 caractère restant', '1 caractère de trop', '30 caractères de trop',
  ]) // prettier-ignore
  expect(control(html(kinds.long({ maxLength: 100 })))['maxlength']).toBeUndefined()
})

test('a box left empty is told from a box that was not there', () => {
  expect(tags(html(kinds.check({})), 'input').filter(({ type }) => type === 'hidden')).toMatchObject([
    { name: 'f:shown', value: '1' },
  ])
})

test('a few options are one group, named by its legend', () => {
  const markup = html(
    <RadioField name="r" label="Nature" options={options} defaultValue="b" error="À choisir." required />,
  )
  expect(markup).toMatch(/<fieldset[^>]*aria-describedby="field-r-error"[\s\S]*<legend>Nature/)
  expect(tags(markup, 'input').map((radio) => [radio['value'], 'checked' in radio])).toEqual([
    ['a', false],
    ['b', true],
  ])
})

test('the summary of what was refused leads to each field and is read at once', () => {
  const markup = html(
    <ErrorSummary title="Rien n’a été enregistré." errors={{ a: 'Trop long.', b: 'Manque.' }} labels={{ a: 'Nom' }} />,
  )
  expect(tags(markup, 'div')[0]).toMatchObject({ role: 'alert', tabindex: '-1' })
  expect(tags(markup, 'a').map(({ href }) => href)).toEqual(['#field-a', '#field-b'])
  expect(words(markup)).toBe('Rien n’a été enregistré. Nom Trop long. Manque.')
})

describe('the fields of a kind', () => {
  const view = (name: string, more: Partial<FieldView> = {}): FieldView => ({
    name,
    label: name,
    type: 'text',
    required: false,
    ...more,
  })

  test('stand in groups, in the order they first appear, those without a group first where they come first', () => {
    const markup = html(
      <FormFields
        fields={[
          view('un'),
          view('deux', { group: 'Preuve' }),
          view('trois', { group: 'Suite' }),
          view('quatre', { group: 'Preuve' }),
        ]}
        values={{}}
        errors={{}}
      />,
    )
    expect(words(markup)).toBe('un Preuve deux quatre Suite trois')
    expect(tags(markup, 'fieldset')).toHaveLength(2)
  })

  test.each([
    ['text', 'input', 'text'],
    ['longText', 'textarea', undefined],
    ['url', 'input', 'url'],
    ['date', 'input', 'date'],
    ['instant', 'input', 'datetime-local'],
    ['choice', 'select', undefined],
    ['boolean', 'input', 'checkbox'],
  ] as const)('of type %s are a %s', (type, element, inputType) => {
    const markup = html(<FormFields fields={[view('f', { type, options })]} values={{ f: '' }} errors={{}} />)
    expect(tags(markup, element).find((tag) => tag['type'] !== 'hidden')?.['type']).toBe(inputType)
  })

  test('keep what was typed, right or wrong', () => {
    const fields = [view('f', { type: 'money', unit: '€ HT' })]
    const markup = html(
      <FormFields fields={fields} values={{ f: 'douze' }} errors={{ f: 'Un montant s’écrit en chiffres.' }} />,
    )
    expect(control(markup)).toMatchObject({ value: 'douze', inputmode: 'decimal', 'aria-invalid': 'true' })
    expect(words(markup)).toContain('€ HT')
  })

  test('that only machines read are not drawn', () => {
    expect(html(<FormFields fields={[view('grid', { type: 'json' })]} values={{}} errors={{}} />)).not.toContain(
      'grid"',
    )
  })
})

describe('a form that holds work', () => {
  test('is an ordinary form before scripts, with its button and a place that says how it stands', () => {
    const markup = html(
      <EditForm method="post" action="/here">
        <TextField name="title" label="Nom" />
        <SaveBar>
          <Button type="submit" tone="main">
            Enregistrer
          </Button>
        </SaveBar>
      </EditForm>,
    )
    expect(tags(markup, 'form')[0]).toMatchObject({ method: 'post', action: '/here', novalidate: '' })
    expect(tags(markup, 'button')[0]).toMatchObject({ type: 'submit', class: 'button button-main' })
    expect(markup).toMatch(/<p class="save-state save-state-clean" role="status"><\/p>/)
  })

  test.each([
    ['clean', ''],
    ['changed', '● Modifications non enregistrées'],
    ['saving', '… Enregistrement…'],
    ['saved', '✓ Enregistré'],
  ] satisfies [FormState, string][])('%s reads “%s”', (state, said) => {
    expect(words(html(<SaveState state={state} />))).toBe(said)
  })

  test('keeps its buttons in reach while it is sent, and lets them do nothing', () => {
    const markup = html(
      <FormIsBusy value>
        <Button type="submit">Enregistrer</Button>
        <Button>Fermer</Button>
      </FormIsBusy>,
    )
    expect(tags(markup, 'button').map((button) => [button['aria-disabled'], 'disabled' in button])).toEqual([
      ['true', false],
      [undefined, false],
    ])
  })
})

test('a button sends nothing unless it says so; a link that looks like one goes somewhere', () => {
  expect(tags(html(<Button>Fermer</Button>), 'button')[0]).toMatchObject({ type: 'button' })
  expect(
    tags(
      html(
        <LinkButton to="/w/a" tone="main">
          Ouvrir
        </LinkButton>,
      ),
      'a',
    )[0],
  ).toMatchObject({ href: '/w/a', class: 'button button-main' })
})

describe('weights by month', () => {
  const field = (defaultValue: string) => html(<MonthsField name="months" label="Mois" defaultValue={defaultValue} />)

  test('show a row a month with its share, and send them as they are kept', () => {
    const markup = field('{"2026-11":3,"2026-12":1}')
    expect(words(markup)).toMatch(/novembre 2026 75.% × décembre 2026 25.% ×/)
    expect(tags(markup, 'input').find(({ name }) => name === 'months')?.['value']).toBe('{"2026-11":3,"2026-12":1}')
  })

  test.each(['', 'n’importe quoi', '[]', '{"2026-13":"x"}'])('from “%s” are drawn without failing', (written) => {
    expect(words(field(written))).toContain('Mois')
  })
})

test('a grid of values is a table of number fields: each says its row and its column', () => {
  const markup = html(
    <GridEditor
      caption="Moments"
      corner="Support"
      groups={[{ key: 'w', label: 'Semaine', columns: [{ key: 'am', label: 'Matin' }, { key: 'pm', label: 'Soir' }] }]}
      rows={[{ key: 'blog', label: 'Blog', note: 'relié' }]}
      values={{ 'blog am': 2 }}
      max={3}
      levels={['jamais', 'parfois', 'souvent', 'toujours']}
    />,
  ) // prettier-ignore
  const cells = tags(markup, 'input')
  expect(cells.map((cell) => [cell['name'], cell['value'], cell['max'] ?? cell['data-level']])).toMatchObject([
    ['blog am', '2', expect.anything()],
    ['blog pm', '0', expect.anything()],
  ])
  for (const cell of cells) expect(cell['aria-label']).toMatch(/Blog.*(Matin|Soir)/)
  expect(words(markup)).toContain('0 = jamais · 1 = parfois · 2 = souvent · 3 = toujours')
})
