import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { Button, LinkButton } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm } from './Door.tsx'
import { redirectWith, textOf } from './form.ts'
import type { PageArgs } from './request.ts'
import { provePassword, shareAt } from './share-door.ts'
import { en } from './shares.en.ts'
import { fr } from './shares.fr.ts'

/** The door of a share: straight to its view, by way of its password, or nowhere; it never says why. */
export async function loader(args: PageArgs) {
  const found = await shareAt(args)
  if (!found) return data({ isClosed: true }, { status: 404 })
  if (!found.asksPassword) throw redirect(`/s/${args.params['token']}/${found.share.view}`)
  return data({ isClosed: false })
}

export const headers = () => ({ 'x-robots-tag': 'noindex, nofollow' })

export async function action(args: PageArgs): Promise<Response> {
  const found = await shareAt(args)
  const form = await args.request.formData()
  const cookie = found && (await provePassword(args, found.share, textOf(form, 'password')))
  if (!found || !cookie) return Response.json({ isClosed: true }, { status: 404 })
  return redirectWith(`/s/${args.params['token']}/${found.share.view}`, [], [cookie])
}

export default function ShareDoorPage() {
  const { isClosed } = useLoaderData<typeof loader>()
  const isRefused = useActionData<{ isClosed: boolean }>()?.isClosed ?? false
  const t = useWords({ fr, en }).door
  if (isClosed || isRefused)
    return (
      <>
        <title>{t.closedTitle}</title>
        <meta name="robots" content="noindex, nofollow" />
        <h1>{t.closedTitle}</h1>
        <p>{t.closed}</p>
        <LinkButton to="." reloadDocument>
          {t.again}
        </LinkButton>
      </>
    )
  return (
    <>
      <title>{t.title}</title>
      <meta name="robots" content="noindex, nofollow" />
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <DoorForm labels={{ password: t.password }}>
        <TextField name="password" type="password" label={t.password} autoComplete="off" required />
        <Button type="submit" tone="main">
          {t.submit}
        </Button>
      </DoorForm>
    </>
  )
}
