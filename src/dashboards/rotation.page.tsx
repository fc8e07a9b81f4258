import './dashboards.css'
import { useEffect, useRef, useState } from 'react'
import { Link, useLoaderData, useNavigate, useRevalidator } from 'react-router'
import type { PageArgs } from '../accounts/request.ts'
import { formatDate } from '../i18n.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Board } from './Board.tsx'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { listDashboards } from './dashboards.store.ts'
import { screenFor } from './place.store.ts'
import { en as turningEn } from './turning.en.ts'
import { fr as turningFr } from './turning.fr.ts'
import { placeOf } from '../projects/place.store.ts'

const [least, most, usual] = [5, 3600, 20]

export async function loader(args: PageArgs) {
  const place = await placeOf(args)
  const search = new URL(args.request.url).searchParams
  const dashboards = await listDashboards(place.scope, place.project.id)
  const at = Math.max(0, dashboards.findIndex(({ id }) => id === search.get('on'))) // prettier-ignore
  const dashboard = dashboards[at]
  const asked = Math.trunc(Number(search.get('seconds') ?? usual))
  const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, least), most) : usual
  const near = (step: number) => dashboards[(at + step + dashboards.length) % dashboards.length]?.id ?? ''
  return {
    base: place.base,
    seconds,
    at: at + 1,
    count: dashboards.length,
    shown: dashboard ? { id: dashboard.id, name: dashboard.name, next: near(1), previous: near(-1) } : null,
    figures: dashboard ? await screenFor(args, place, dashboard) : null,
  }
}

export default function RotationPage() {
  const { base, seconds, at, count, shown, figures } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const turning = useWords({ fr: turningFr, en: turningEn })
  const locale = useLocale()
  const box = useRef<HTMLElement>(null)
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  const [isPaused, setPaused] = useState(false)
  const to = (id: string) => `?on=${id}${seconds === usual ? '' : `&seconds=${seconds}`}`
  const [next, previous] = [shown?.next, shown?.previous]
  useEffect(() => {
    // One dashboard alone is read again in its place.
    const go = (id: string | undefined) =>
      id === undefined || id === shown?.id
        ? void revalidate()
        : void navigate(to(id), { replace: true, preventScrollReset: true })
    const timer = isPaused ? undefined : setInterval(() => go(next), seconds * 1000)
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'ArrowRight') go(next)
      else if (event.key === 'ArrowLeft') go(previous)
      else if (event.key === ' ' && !(event.target instanceof Element && event.target.closest('button, a, summary'))) {
        event.preventDefault()
        setPaused((was) => !was)
      } else if (event.key.toLowerCase() === 'f') void toggleFull(box.current)
    }
    window.addEventListener('keydown', press)
    return () => {
      clearInterval(timer)
      window.removeEventListener('keydown', press)
    }
  })
  return (
    <main id="content" className="rotation" tabIndex={-1} ref={box}>
      <title>{`${turning.title} · Filrouge`}</title>
      <header>
        <h1>{shown?.name ?? turning.title}</h1>
        {shown && figures ? (
          <>
            <p className="note">
              {t.boardLead(figures.domain, t.span(formatDate(figures.period.from, locale), formatDate(figures.period.to, locale)))}
            </p>
            <p className="note" role="status">
              {turning.count(at, count)} · {isPaused ? turning.paused : turning.every(seconds)}
            </p>
            <div className="rotation-tools">
              <Link className="button button-plain" to={to(shown.previous)} replace>
                {turning.previous}
              </Link>
              <Link className="button button-plain" to={to(shown.next)} replace>
                {turning.next}
              </Link>
              <Button onClick={() => setPaused(!isPaused)}>{isPaused ? turning.resume : turning.pause}</Button>
              <Button onClick={() => void toggleFull(box.current)}>{turning.full}</Button>
              <LinkButton to={`${base}/dashboards`}>{turning.leave}</LinkButton>
            </div>
          </>
        ) : (
          <LinkButton to={`${base}/dashboards`}>{turning.leave}</LinkButton>
        )}
      </header>
      {shown && figures ? <Board key={shown.id} figures={figures} base={base} /> : <p>{turning.none}</p>}
      {shown ? <p className="note">{turning.keys}</p> : null}
    </main>
  )
} // prettier-ignore

/** A browser may refuse: the page then stays as it is, which shows the same. */
const toggleFull = (box: HTMLElement | null): Promise<void> =>
  (document.fullscreenElement ? document.exitFullscreen() : (box?.requestFullscreen() ?? Promise.resolve())).catch(
    () => {},
  )
