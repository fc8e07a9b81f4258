import { Form, Link } from 'react-router'
import { Button, LinkButton } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import type { LinkRow } from './object-thread.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

/** What an object is linked with, on both sides, and the forms that link and unlink. */
export function Links({ rows }: { rows: readonly LinkRow[] }) {
  const t = useWords({ fr, en }).object
  const sides = [
    { side: 'before', title: t.comesFrom },
    { side: 'after', title: t.restsOn },
  ] as const
  return (
    <section id="thread" className="thread-links" aria-labelledby="thread-title">
      <h2 id="thread-title">{t.thread}</h2>
      <div className="two-columns">
        {sides.map(({ side, title }) => (
          <div key={side}>
            <h3>{title}</h3>
            {rows
              .filter((row) => row.side === side)
              .map((row) => (
                <KindLinks key={row.kind} row={row} />
              ))}
          </div>
        ))}
      </div>
    </section>
  )
}

function KindLinks({ row }: { row: LinkRow }) {
  const t = useWords({ fr, en }).object
  const name = `${row.side}-${row.kind}`
  return (
    <div className="thread-kind" id={name}>
      <h4>{row.many}</h4>
      <ul>
        {row.linked.map((other) => (
          <li key={other.id}>
            <Link to={other.to}>{other.title}</Link>
            {row.canLink ? (
              <Form method="post" className="inline">
                <input type="hidden" name="intent" value="unlink" />
                <input type="hidden" name="side" value={row.side} />
                <input type="hidden" name="other" value={other.id} />
                <Button type="submit" tone="quiet" aria-label={t.unlink(other.title)} title={t.unlink(other.title)}>
                  ×
                </Button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
      {row.canLink ? (
        <div className="thread-add">
          {row.candidates.length > 0 ? (
            <Form method="post" className="inline">
              <input type="hidden" name="intent" value="link" />
              <input type="hidden" name="side" value={row.side} />
              <select name="other" aria-label={t.gap(row.one)} defaultValue="">
                <option value="">{t.choose}</option>
                {row.candidates.map((candidate) => (
                  <option key={candidate.id} value={candidate.id}>
                    {candidate.title}
                  </option>
                ))}
              </select>
              <Button type="submit">{t.link}</Button>
            </Form>
          ) : null}
          {row.createTo ? (
            <LinkButton to={row.createTo} tone="quiet">
              {t.createLinked(row.one)}
            </LinkButton>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
