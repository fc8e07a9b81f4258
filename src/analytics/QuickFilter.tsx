import { Form, Link, useLocation, useParams } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import { en } from './segments.en.ts'
import { fr } from './segments.fr.ts'

/** One more filter on the page on screen, and the way to several; it goes by the page of segments and comes back. */
export function QuickFilter() {
  const t = useWords({ fr, en })
  const { workspace, project } = useParams()
  const { pathname, search } = useLocation()
  const base = `/w/${workspace}/p/${project}`
  const back = pathname.slice(base.length + 1)
  const segments = `${base}/audience/segments`
  const kept = [...new URLSearchParams(search)]
  return (
    <details className="audience-dates">
      <summary>{t.filter}</summary>
      <Form method="get" action={segments} className="filters">
        {kept.map(([name, value], i) => (
          <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="back" value={back} />
        <ConditionRow group={0} row={null} />
        <Button type="submit" name="apply" value="add">
          {t.add}
        </Button>
        <Link to={`${segments}?${new URLSearchParams([...kept, ['back', back]])}`}>{t.more}</Link>
      </Form>
    </details>
  )
}
