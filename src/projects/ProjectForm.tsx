import { Button } from '../ui/Button.tsx'
import { ErrorSummary } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { FormFields } from '../ui/FormFields.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import type { FieldView } from './show.ts'

export interface ProjectRefused {
  readonly problems: Record<string, string>
  readonly texts: Record<string, string>
}

/** The settings of a project, new or not. */
export function ProjectForm(props: {
  readonly fields: readonly FieldView[]
  readonly values: Record<string, string>
  readonly version: number
  readonly refused: ProjectRefused | undefined
  readonly submit: string
}) {
  const t = useWords({ fr, en })
  const { fields, values, version, refused, submit } = props
  return (
    <EditForm method="post" key={version}>
      {refused ? (
        <ErrorSummary
          title={t.object.errors}
          errors={refused.problems}
          labels={Object.fromEntries(fields.map(({ name, label }) => [name, label]))}
        />
      ) : null}
      <input type="hidden" name="version" value={version} />
      <FormFields fields={fields} values={refused?.texts ?? values} errors={refused?.problems ?? {}} />
      <SaveBar>
        <Button type="submit" tone="main">
          {submit}
        </Button>
      </SaveBar>
    </EditForm>
  )
}
