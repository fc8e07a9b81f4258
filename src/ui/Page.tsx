import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  /** Above the title: the list it comes from, the company. */
  readonly kicker?: ReactNode
  /** One sentence: what the page is for. */
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  /** The thread strip of an object. */
  readonly strip?: ReactNode
  /** Tabs, period, filters. */
  readonly toolbar?: ReactNode
  /** Beside the body where there is room, under it where there is not: what the body is tied to, what explains it. */
  readonly aside?: { readonly label: string; readonly content: ReactNode }
  readonly children: ReactNode
}

/** Every page in the same order: title, thread, toolbar, body. */
export function Page({ title, kicker, lead, actions, strip, toolbar, aside, children }: Props) {
  return (
    <main id="content" className="page" tabIndex={-1}>
      <title>{`${title} · Filrouge`}</title>
      <header className="page-head">
        <div className="page-title">
          {kicker ? <p className="kicker">{kicker}</p> : null}
          <h1>{title}</h1>
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
        {lead ? <p className="lead">{lead}</p> : null}
      </header>
      {strip}
      {toolbar ? <div className="toolbar">{toolbar}</div> : null}
      {aside ? (
        <div className="page-columns">
          <div className="page-body">{children}</div>
          <aside className="page-aside" aria-label={aside.label}>
            {aside.content}
          </aside>
        </div>
      ) : (
        <div className="page-body">{children}</div>
      )}
    </main>
  )
}
