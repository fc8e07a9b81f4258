import { type SubmitEvent, useRef, useState } from 'react'
import { useRevalidator } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { RadioField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Progress } from '../ui/Progress.tsx'
import { en } from './imports.en.ts'
import { fr } from './imports.fr.ts'

/** What goes at once: a cut connection costs no more than this. */
const pieceBytes = 1024 * 1024
const mostTries = 5

type Sending = { readonly file: string; readonly ratio: number }

/** Files for an import. A plain form; once scripts run, files go piece by piece, with progress, and go on after a cut. */
export function UploadForm({ address }: { readonly address: string }) {
  const t = useWords({ fr, en })
  const { revalidate } = useRevalidator()
  const [sending, setSending] = useState<Sending | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)

  async function send(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form)
    const files = data.getAll('files').filter((file): file is File => file instanceof File && file.name !== '')
    data.delete('files')
    const controller = new AbortController()
    stop.current = controller
    setProblem(null)
    try {
      const upload = `${address}/${crypto.randomUUID()}`
      const total = files.reduce((sum, { size }) => sum + size, 0)
      let before = 0
      for (const [i, file] of files.entries()) {
        const done = before
        await sendFile(`${upload}/${i}`, file, controller.signal, (sent) =>
          setSending({ file: file.name, ratio: total === 0 ? 1 : (done + sent) / total }),
        )
        before += file.size
      }
      await asked(await fetch(upload, { method: 'POST', body: data, signal: controller.signal }))
      form.reset()
      await revalidate()
    } catch (error) {
      if (!controller.signal.aborted) setProblem(error instanceof Refusal ? error.message : t.sendFailed)
    } finally {
      setSending(null)
    }
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    void send(event.currentTarget)
  }

  return (
    <form method="post" action={address} encType="multipart/form-data" onSubmit={onSubmit}>
      {problem ? <Callout tone="bad" title={problem} live /> : null}
      <RadioField
        name="kind"
        label={t.kind}
        defaultValue="log"
        options={(['log', 'history'] as const).map((kind) => ({
          value: kind,
          label: t.kinds[kind],
          help: t.kindHelp[kind],
        }))}
      />
      <TextField type="file" name="files" label={t.files} help={t.filesHelp} multiple required />
      <TextField
        name="format"
        label={t.format}
        help={t.formatHelp}
        maxLength={1000}
        autoComplete="off"
        spellCheck={false}
      />
      {sending ? (
        <Progress
          label={t.sending(sending.file)}
          ratio={sending.ratio}
          cancel={<Button onClick={() => stop.current?.abort()}>{t.stop}</Button>}
        />
      ) : (
        <div className="form-actions">
          <Button type="submit" tone="main">
            {t.sendThem}
          </Button>
        </div>
      )}
    </form>
  )
}

/** What the server said of it, in the reader's language. */
class Refusal extends Error {}

async function sendFile(
  address: string,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  let offset = 0
  let tries = 0
  do {
    onSent(offset)
    const query = new URLSearchParams({ offset: String(offset), name: file.name })
    try {
      const body = file.slice(offset, offset + pieceBytes)
      const answer = await fetch(`${address}?${query}`, { method: 'PUT', body, signal })
      // The server holds another length than we thought: it says which, and we go on from there.
      const { offset: held } = answer.status === 409 ? await answer.json() : await asked(answer)
      offset = Number(held)
      tries = 0
    } catch (error) {
      if (error instanceof Refusal || signal.aborted || ++tries >= mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries))
    }
  } while (offset < file.size)
  onSent(file.size)
}

async function asked(answer: Response): Promise<{ readonly offset?: number }> {
  const body = (await answer.json()) as { offset?: number; error?: { message: string } }
  if (!answer.ok) throw new Refusal(body.error?.message ?? answer.statusText)
  return body
}
