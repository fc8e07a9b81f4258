import { formatNumber } from '../i18n.ts'
import { Button } from './Button.tsx'
import {
  CheckField,
  ChoiceField,
  DateField,
  ErrorSummary,
  InstantField,
  LongTextField,
  MoneyField,
  NumberField,
  RadioField,
  TextField,
} from './Field.tsx'
import { EditForm, SaveBar, SaveState } from './Form.tsx'
import { FormFields } from './FormFields.tsx'
import { GridEditor } from './GridEditor.tsx'
import { MonthsField } from './MonthsField.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useLocale, useWords } from './locale.tsx'

/** What is filled in. */
export function Fields() {
  const t = useWords({ fr, en })
  const f = t.fields
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">{t.fieldsTitle}</h2>
      <EditForm method="post" action="/ui">
        <ErrorSummary title={t.errorsTitle} errors={{ wrong: t.wrong }} labels={{ wrong: f.wrong }} />
        <div className="fields">
          <TextField name="text" label={f.text} help={t.sentence} required />
          <TextField name="wrong" label={f.wrong} error={t.wrong} defaultValue="https//" />
          <LongTextField name="long" label={f.long} maxLength={60} defaultValue={t.sentence} />
          <NumberField name="number" label={f.number} unit="%" defaultValue={formatNumber(12.5, useLocale())} />
          <MoneyField name="money" label={f.money} defaultValue="1250" />
          <DateField name="date" label={f.date} defaultValue="2026-11-24" />
          <InstantField name="instant" label={f.instant} />
          <ChoiceField name="choice" label={f.choice} options={t.options} />
          <ChoiceField name="chosen" label={f.choice} options={t.options} required defaultValue="a" disabled />
          <RadioField name="radio" label={f.radio} options={t.options} defaultValue="a" />
          <CheckField name="check" label={f.check} help={t.sentence} defaultChecked />
          <CheckField name="checkWrong" label={f.check} error={t.wrong} />
          <RadioField name="radioWrong" label={f.radio} options={t.options} error={t.wrong} required />
          <MonthsField name="noMonths" label={f.months} help={t.sentence} error={t.wrong} defaultValue="" />
          <MonthsField name="months" label={f.months} defaultValue='{"2026-11":2,"2026-12":1}' />
        </div>
        <FormFields
          fields={[
            { name: 'wide', label: f.text, type: 'text', required: true, help: t.sentence },
            { name: 'grouped', label: f.money, type: 'money', required: false, group: t.group, unit: '€' },
            { name: 'groupedUrl', label: f.wrong, type: 'url', required: false, group: t.group },
            { name: 'groupedCheck', label: f.check, type: 'boolean', required: false, group: t.group },
          ]}
          values={{ grouped: '1250', groupedCheck: 'true' }}
          errors={{ groupedUrl: t.wrong }}
        />
        <SaveBar>
          <Button type="submit" tone="main">
            {t.save}
          </Button>
        </SaveBar>
      </EditForm>
      <div className="form-actions">
        {(['changed', 'saving', 'saved'] as const).map((state) => (
          <SaveState key={state} state={state} />
        ))}
      </div>
      <GridEditor
        caption={t.grid.caption}
        corner={t.grid.corner}
        groups={t.grid.groups}
        rows={t.grid.rows}
        values={{ 'blog morning': 1, 'blog evening': 3, 'reels evening': 2 }}
        max={3}
        levels={t.grid.levels}
      />
      <GridEditor
        caption={t.grid.readOnly}
        corner={t.grid.corner}
        groups={t.grid.groups}
        rows={t.grid.rows}
        values={{ 'blog morning': 2 }}
        max={3}
        levels={t.grid.levels}
        readOnly
      />
    </section>
  )
}
