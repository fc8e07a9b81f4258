import './kpis.css'
import { useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, textOf } from '../accounts/form.ts'
import { appOf, type PageArgs } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { checkInProject } from '../projects/guards.ts'
import { mayWrite } from '../projects/kind.ts'
import { updateObject } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { EditForm } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { FormulaEditor } from './FormulaEditor.tsx'
import { KpiViews } from './KpiViews.tsx'
import { en } from './editors.en.ts'
import { fr } from './editors.fr.ts'
import { asFormula } from './compiled.ts'
import { kpi } from './kpis.ts'
import { kpiPlace } from './place.store.ts'
import { offered, tryFormula } from './try-formula.store.ts'

export async function loader(args: PageArgs) {
  const { scope, base, one } = await kpiPlace(args)
  const asked = new URL(args.request.url).searchParams.get('formula')
  const { metric } = one.values
  const text = asked ?? asFormula(one.values, one.asked.goals, scope.locale)
  return {
    base,
    id: one.id,
    title: one.values.title,
    version: one.version,
    canWrite: mayWrite(scope, kpi),
    isFormula: metric === 'formula',
    isManual: metric === 'manual',
    tried: await tryFormula(one, text, scope.locale),
    figures: offered(scope.locale),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, one } = await kpiPlace(args)
  if (!mayWrite(scope, kpi)) throw forbidden()
  const form = await args.request.formData()
  const formula = textOf(form, 'formula').trim()
  const values = {
    ...one.values,
    metric: 'formula',
    formula: formula === '' ? null : formula,
    filterDimension: null,
    filterValue: null,
  }
  const before = { id: one.id, values: one.values }
  const checked = await checkInProject(scope, appOf(args).catalog, kpi, project.id, before, values)
  if (!checked.ok) return refuse(form, problemTexts(checked.problems, scope.locale))
  const saved = await updateObject(scope, kpi, project.id, one.id, Number(textOf(form, 'version')), checked.values)
  const t = { fr, en }[scope.locale]
  if (!saved.saved) return refuse(form, { formula: t.changedMeanwhile }, 409)
  return redirectSaying(`${base}/kpis/${one.id}/formula`, { text: t.formula.saved, tone: 'good' })
}

export default function FormulaPage() {
  const { base, id, title, version, canWrite, isFormula, isManual, tried, figures } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).formula
  return (
    <Page title={title} kicker={t.title} lead={t.lead} toolbar={<KpiViews base={base} id={id} title={title} />}>
      {isFormula ? null : <p className="note">{isManual ? t.isManual : t.isMetric}</p>}
      {canWrite ? (
        <EditForm method="post" key={version}>
          <input type="hidden" name="version" value={version} />
          <FormulaEditor
            valueAt={`${base}/kpis/${id}/formula/value`}
            text={refused?.typed['formula'] ?? tried.text}
            tried={tried}
            figures={figures}
            {...(refused ? { error: Object.values(refused.problems).join(' ') } : {})}
          />
          <div className="form-actions">
            <Button type="submit" tone="main">
              {t.save}
            </Button>
          </div>
        </EditForm>
      ) : (
        <Callout tone="info" title={tried.text || '—'}>
          {tried.value ?? tried.reason ?? tried.problem?.words}
        </Callout>
      )}
      <details>
        <summary>{t.figures}</summary>
        <Table
          caption={t.figures}
          rows={figures}
          rowKey={(row) => row.written}
          columns={[
            { key: 'written', label: t.written, cell: (row) => <code>{row.written}</code> },
            { key: 'definition', label: t.definition, cell: (row) => row.definition },
            { key: 'filters', label: t.filters, cell: (row) => row.filters.join(', ') },
          ]}
        />
      </details>
      <section>
        <h2>{t.grammar}</h2>
        <ul>
          {t.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
    </Page>
  )
}
