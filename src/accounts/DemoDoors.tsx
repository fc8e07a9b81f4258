import { Form } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import type { DemoDoors as Doors, DoorName } from './demo.ts'

const order: readonly DoorName[] = ['lead', 'management', 'contributor', 'guest']

/** The ways into a demonstration: one press each, before any script. */
export function DemoDoors({ names, next }: { readonly names: Doors['names']; readonly next: string }) {
  const t = useWords({ fr, en })
  return (
    <>
      <h1>{t.demo.title}</h1>
      <p>{t.demo.lead}</p>
      <Form method="post" reloadDocument>
        <input type="hidden" name="next" value={next} />
        <ul className="demo-doors">
          {order.map((door) => (
            <li key={door}>
              <Button
                type="submit"
                name="door"
                value={door}
                tone={door === 'lead' ? 'main' : 'plain'}
                aria-describedby={`door-${door}`}
              >
                {t.demo.as(names[door], t.demo.doors[door].enter)}
              </Button>
              <p id={`door-${door}`} className="quiet">
                {t.demo.doors[door].what}
              </p>
            </li>
          ))}
        </ul>
      </Form>
      <h2>{t.demo.account}</h2>
    </>
  )
}
