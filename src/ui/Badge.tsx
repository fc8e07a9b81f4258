import type { ReactNode } from 'react'

/** A word that sorts things: a kind, a channel, a role. It says nothing of how they stand (see Status). */
export function Badge({ children, title }: { readonly children: ReactNode; readonly title?: string }) {
  return (
    <span className="badge" {...(title ? { title } : {})}>
      {children}
    </span>
  )
}
