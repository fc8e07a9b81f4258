import type { ReactNode } from 'react'
import { type Tone, toneSigns } from './Status.tsx'

/** Something to know before going on. `live` has it read out when it appears. */
export function Callout(props: {
  readonly tone: Tone
  readonly title: string
  readonly children?: ReactNode
  readonly live?: boolean
}) {
  return (
    <div className={`callout callout-${props.tone}`} role={props.live ? 'status' : 'note'}>
      <p className="callout-title">
        <span className="status-sign" aria-hidden="true">
          {toneSigns[props.tone]}
        </span>
        {props.title}
      </p>
      {props.children ? <div>{props.children}</div> : null}
    </div>
  )
}
