import type { ReactNode } from 'react'
import { Form } from 'react-router'
import { Button } from '../ui/Button.tsx'
import './accounts.css'

/** Says what follows before it is done; it works before any script has loaded. */
export function Sure(props: {
  /** What opens the question. */
  readonly ask: string
  /** What the form sends. */
  readonly sends: Readonly<Record<string, string>>
  readonly confirm: string
  /** What follows. */
  readonly children: ReactNode
}) {
  const { ask, sends, confirm, children } = props
  return (
    <details className="sure">
      <summary>{ask}</summary>
      <Form method="post">
        {Object.entries(sends).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>{children}</p>
        <Button type="submit" tone="danger">
          {confirm}
        </Button>
      </Form>
    </details>
  )
}
