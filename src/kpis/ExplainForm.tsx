import type { Refused } from '../accounts/form.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorSummary, LongTextField, RadioField, TextField } from '../ui/Field.tsx'
import { EditForm } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'

/** What a deviation beyond its threshold asks for: why, and what is to be done. */
export function ExplainForm({ refused }: { readonly refused: Refused | undefined }) {
  const t = useWords({ fr, en }).deviation
  const wrong = (name: string) => (refused?.problems[name] ? { error: refused.problems[name] } : {})
  const typed = (name: string) => refused?.typed[name] ?? ''
  return (
    <section aria-labelledby="explain">
      <h2 id="explain">{t.open}</h2>
      <EditForm method="post">
        {refused ? (
          <ErrorSummary
            title={t.errors}
            errors={refused.problems}
            labels={{ cause: t.cause, actionTitle: t.actionTitle }}
          />
        ) : null}
        <LongTextField
          name="cause"
          label={t.cause}
          help={t.causeHelp}
          required
          maxLength={5_000}
          defaultValue={typed('cause')}
          {...wrong('cause')}
        />
        <RadioField
          name="then"
          label={t.then}
          defaultValue={typed('then') || 'recommendation'}
          options={(['recommendation', 'action', 'none'] as const).map((value) => ({ value, label: t.thens[value] }))}
        />
        <TextField
          name="actionTitle"
          label={t.actionTitle}
          maxLength={300}
          defaultValue={typed('actionTitle')}
          {...wrong('actionTitle')}
        />
        <div className="form-actions">
          <Button type="submit" tone="main">
            {t.save}
          </Button>
        </div>
      </EditForm>
    </section>
  )
}
