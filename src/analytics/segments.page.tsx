import './asking.css'
import { Form, redirect, useActionData, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { AudienceSection } from './AudienceSection.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import { SavedQuestions } from './SavedQuestions.tsx'
import { addressOf, isOfView } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import {
  type FormGroup,
  conditionsOf,
  fieldOf,
  formFilled,
  formOf,
  isOfForm,
  mostGroups,
  mostRows,
} from './condition-form.ts'
import { readCondition, writeCondition } from './filters.ts'
import { keepFromForm, type Unkept } from './kept.page.ts'
import { conditionText } from './labels.ts'
import { forgetQuestion, mayKeep, savedQuestions } from './saved.store.ts'
import { sectionOf } from './section.store.ts'
import { sections } from './sections.ts'
import { en } from './segments.en.ts'
import { fr } from './segments.fr.ts'

const roles = ['owner', 'lead', 'contributor', 'management'] as const

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, roles)
  const { project, site, domains, view } = await sectionOf(scope, args.params['project'], args.request)
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const search = new URL(args.request.url).searchParams
  const back = sections.find(({ path }) => path === search.get('back'))?.path ?? 'audience'
  if (search.has('apply')) {
    const conditions = conditionsOf({ ...formFilled(search), kept: view.filters })
    const own = [...search].filter(([name]) => !isOfForm(name) && name !== 'f')
    const written = conditions.map((one): [string, string] => ['f', writeCondition(one)])
    throw redirect(`${base}/${back}?${new URLSearchParams([...own, ...written])}`)
  }
  return {
    base,
    back,
    own: [...search].filter(([name]) => !isOfForm(name) && name !== 'f'),
    domain: site?.domain ?? null,
    domains,
    view,
    saved: await savedQuestions(scope, project.id, 'segment'),
    mayKeep: mayKeep(scope),
  }
}

/** Keeps the filters on screen as a segment, or forgets one. */
export async function action(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, roles)
  const { project } = await sectionOf(scope, args.params['project'], args.request)
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const here = `/w/${args.params['workspace']}/p/${project.slug}/audience/segments${new URL(args.request.url).search}`
  switch (textOf(form, 'intent')) {
    case 'keep-segment': {
      const kept = await keepFromForm(scope, project.id, 'segment', form)
      return typeof kept === 'string' ? redirectSaying(here, { text: t.saved(kept), tone: 'good' }) : kept
    }
    case 'forget-segment': {
      const name = await forgetQuestion(scope, project.id, 'segment', textOf(form, 'id'))
      return redirectSaying(here, { text: t.deleted(name), tone: 'good' })
    }
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

export default function SegmentsPage() {
  const { base, back, own, domain, domains, view, saved, mayKeep: keeps } = useLoaderData<typeof loader>()
  const refused = useActionData<Unkept>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const { dimensions } = useWords({ fr: catalogFr, en: catalogEn })
  const form = formOf(view.filters)
  const written = view.filters.map((one): [string, string] => ['f', writeCondition(one)])
  return (
    <AudienceSection
      title={t.title}
      lead={t.lead}
      base={base}
      domain={domain}
      domains={domains}
      view={view}
      own={[['back', back]]}
      filtering={false}
    >
      <Form method="get" className="funnel-form" key={JSON.stringify(view.filters)}>
        {own.map(([name, value], i) => (
          <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="back" value={back} />
        {form.kept.length > 0 ? (
          <>
            <p className="figure-label">{t.kept}</p>
            <ul>
              {form.kept.map((one) => (
                <li key={writeCondition(one)}>
                  {conditionText(one, dimensions, words, locale)}
                  <input type="hidden" name="f" value={writeCondition(one)} />
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {[...form.groups, empty].slice(0, mostGroups).map((group, g) => (
          <Group key={g} group={group} place={g} />
        ))}
        <p id="values-help" className="quiet">
          {t.valuesHelp}
        </p>
        <p className="quiet">{t.visitors}</p>
        <div className="filters">
          <label>
            <span>{t.groups}</span>
            <select name="join" defaultValue={form.join}>
              <option value="all">{t.joins.all}</option>
              <option value="any">{t.joins.any}</option>
            </select>
          </label>
          <Button type="submit" tone="main" name="apply" value="all">
            {t.apply}
          </Button>
        </div>
      </Form>
      <SavedQuestions
        kind="segment"
        label={t.segments}
        keepLabel={t.keep}
        saved={saved}
        addressOf={({ question }) =>
          `${base}/${back}${addressOf(
            { ...view, filters: filtersOf(question) },
            {},
            own.filter(([name, value]) => !isOfView(name, value)),
          )}`
        }
        question={written.length === 0 ? null : String(new URLSearchParams(written))}
        mayKeep={keeps}
        refused={refused}
      />
      {saved.length === 0 ? <Empty title={t.none.title} text={t.none.text} example={t.none.example} /> : null}
    </AudienceSection>
  )
}

const filtersOf = (question: string) =>
  new URLSearchParams(question).getAll('f').flatMap((written) => readCondition(written) ?? [])

const empty: FormGroup = { of: null, has: true, join: 'all', rows: [] }

function Group({ group, place }: { readonly group: FormGroup; readonly place: number }) {
  const t = useWords({ fr, en })
  const rows = [...group.rows, null].slice(0, mostRows)
  return (
    <fieldset className="condition-group">
      <legend>{t.group(place + 1)}</legend>
      <div className="filters">
        <label>
          <span>{t.of}</span>
          <select
            name={fieldOf(place, 'of')}
            defaultValue={group.of === null ? '' : `${group.has ? '' : '!'}${group.of}`}
          >
            {Object.entries(t.ofs).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.join}</span>
          <select name={fieldOf(place, 'join')} defaultValue={group.join}>
            <option value="all">{t.joins.all}</option>
            <option value="any">{t.joins.any}</option>
          </select>
        </label>
      </div>
      {rows.map((row, i) => (
        <div key={i} className="filters">
          <ConditionRow group={place} row={row} />
        </div>
      ))}
    </fieldset>
  )
}
