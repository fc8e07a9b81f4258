import { useState } from 'react'
import { Badge } from './Badge.tsx'
import { Plus } from 'lucide-react'
import { Button, FormIsBusy, LinkButton } from './Button.tsx'
import { Callout } from './Callout.tsx'
import { Chips } from './Chips.tsx'
import { Definition } from './Definition.tsx'
import { Dialog } from './Dialog.tsx'
import { Empty } from './Empty.tsx'
import { Progress } from './Progress.tsx'
import { Status } from './Status.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useWords } from './locale.tsx'

/** What says how things stand. */
export function Words() {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby="words">
      <h2 id="words">{t.words}</h2>
      <div className="inline-list">
        {(['neutral', 'good', 'warn', 'bad', 'info'] as const).map((tone) => (
          <Status key={tone} tone={tone}>
            {t.tones[tone]}
          </Status>
        ))}
        <Badge>{t.badge}</Badge>
      </div>
      <Chips label={t.chips} chips={[{ label: t.chip, removeTo: '/ui' }, { label: t.badge }]} />
      {(['neutral', 'good', 'warn', 'bad', 'info'] as const).map((tone) => (
        <Callout key={tone} tone={tone} title={t.tones[tone]}>
          <p>{t.sentence}</p>
        </Callout>
      ))}
      <Definition term={t.charts.visits} definition={t.sentence} formula={t.charts.formula} source={t.charts.source} />
      <Definition term={t.charts.bounce} definition={t.sentence} />
      <Empty
        title={t.emptyTitle}
        text={t.sentence}
        example={t.example}
        action={<LinkButton to="/ui">{t.add}</LinkButton>}
      />
      <Progress label={t.importing} ratio={0.42} note={t.progressNote} cancel={<Button>{t.stop}</Button>} />
      <Progress label={t.importing} ratio={null} />
      <Progress label={t.importing} ratio={1} state="done" note={t.sentence} />
      <Progress label={t.importing} ratio={0.2} state="failed" note={t.sentence} />
    </section>
  )
}

/** What is pressed. */
export function Buttons() {
  const t = useWords({ fr, en })
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-labelledby="buttons">
      <h2 id="buttons">{t.buttons}</h2>
      <div className="form-actions">
        <Button>{t.secondary}</Button>
        <Button tone="quiet">{t.quiet}</Button>
        <Button tone="danger">{t.remove}</Button>
        <Button disabled>{t.disabled}</Button>
        <Button icon={<Plus />}>{t.add}</Button>
        <FormIsBusy value>
          <Button type="submit">{t.save}</Button>
        </FormIsBusy>
        <LinkButton to="/ui" icon={<Plus />}>
          {t.add}
        </LinkButton>
        <Button onClick={() => setOpen(true)}>{t.openDialog}</Button>
      </div>
      <Dialog
        open={isOpen}
        title={t.openDialog}
        onClose={() => setOpen(false)}
        actions={<Button onClick={() => setOpen(false)}>{t.stop}</Button>}
      >
        <p>{t.sentence}</p>
      </Dialog>
    </section>
  )
}
