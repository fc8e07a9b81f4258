import { Form } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { LongTextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

interface Shown {
  readonly id: string
  readonly authorName: string
  readonly isGuest: boolean
  readonly body: string
  readonly at: string
  readonly mine: boolean
}

/** The comments of an object, and the form to add one: every role may, guests included. */
export function Comments({
  comments,
  error,
  typed,
}: {
  comments: readonly Shown[]
  error: string | undefined
  typed: string
}) {
  const t = useWords({ fr, en }).object
  return (
    <section id="comments" className="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{t.comments}</h2>
      {comments.length === 0 ? <p className="quiet">{t.noComment}</p> : null}
      <ol>
        {comments.map((comment) => (
          <li key={comment.id}>
            <header>
              <strong>{comment.authorName}</strong>
              {comment.isGuest ? ` (${t.guest})` : ''} · <time>{comment.at}</time>
              {comment.mine ? (
                <Form method="post" className="inline">
                  <input type="hidden" name="intent" value="uncomment" />
                  <input type="hidden" name="comment" value={comment.id} />
                  <Button type="submit" tone="quiet" aria-label={t.deleteComment} title={t.deleteComment}>
                    ×
                  </Button>
                </Form>
              ) : null}
            </header>
            <p className="pre-line">{comment.body}</p>
          </li>
        ))}
      </ol>
      <Form method="post">
        <input type="hidden" name="intent" value="comment" />
        <LongTextField name="body" label={t.comment} defaultValue={typed} {...(error ? { error } : {})} />
        <Button type="submit">{t.send}</Button>
      </Form>
    </section>
  )
}
