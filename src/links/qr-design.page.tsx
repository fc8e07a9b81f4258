import './links.css'
import { useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, textOf } from '../accounts/form.ts'
import { appOf, type PageArgs } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatNumber } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { problemTexts } from '../projects/show.ts'
import { Button } from '../ui/Button.tsx'
import { CheckField, ErrorSummary, TextField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { LinkTabs } from './LinkTabs.tsx'
import { trackedLink } from './links.ts'
import { readPng } from './png.ts'
import { en } from './qr-design.en.ts'
import { fr } from './qr-design.fr.ts'
import { lookOf, saveLook } from './qr-design.store.ts'
import { colourProblems, contrastOf, leastContrast } from './qr-design.ts'
import { qrSvg } from './qr.ts'
import { placeOf } from '../projects/place.store.ts'

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const look = await lookOf(scope, project.id)
  const svg = qrSvg(`${appOf(args).url}/l/exemple`, look)
  return {
    base,
    canWrite: mayWrite(scope, trackedLink),
    dark: look.dark,
    light: look.light,
    hasLogo: look.logo !== null,
    contrast: contrastOf(look.dark, look.light),
    leastContrast,
    preview: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await placeOf(args)
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  const form = await args.request.formData()
  const [dark, light] = [textOf(form, 'dark').toLowerCase(), textOf(form, 'light').toLowerCase()]
  const problems = problemTexts(colourProblems(dark, light), scope.locale)
  if (Object.keys(problems).length > 0) return refuse(form, problems)
  const file = form.get('logo')
  let logo = form.has('removeLogo') ? null : ((await lookOf(scope, project.id)).logo?.file ?? null)
  if (file instanceof File && file.size > 0) {
    const bytes = Buffer.from(await file.arrayBuffer())
    const picture = readPng(bytes)
    if ('problem' in picture) return refuse(form, { logo: picture.problem[scope.locale] })
    logo = bytes
  }
  await saveLook(scope, project.id, { dark, light, logo })
  return redirectSaying(`${base}/link-qr`, { text: { fr, en }[scope.locale].saved, tone: 'good' })
}

export default function QrDesignPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const wrong = (name: string) => (refused?.problems[name] ? { error: refused.problems[name] } : {})
  const labels = { dark: t.dark, light: t.light, logo: t.logo }
  return (
    <Page title={t.title} lead={t.lead} toolbar={<LinkTabs base={data.base} />}>
      <section className="link-publish" aria-label={t.preview}>
        <img src={data.preview} alt={t.previewAlt} width="220" height="220" />
        <div>
          <p>{t.contrast(formatNumber(data.contrast, locale, 1), formatNumber(data.leastContrast, locale, 1))}</p>
          <p className="note">{t.tryIt}</p>
        </div>
      </section>
      {data.canWrite ? (
        <EditForm method="post" encType="multipart/form-data" key={data.preview.length}>
          {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={labels} /> : null}
          <TextField
            name="dark"
            type="color"
            label={t.dark}
            defaultValue={refused?.typed['dark'] ?? data.dark}
            {...wrong('dark')}
          />
          <TextField
            name="light"
            type="color"
            label={t.light}
            defaultValue={refused?.typed['light'] ?? data.light}
            {...wrong('light')}
          />
          <TextField name="logo" type="file" accept="image/png" label={t.logo} help={t.logoHelp} {...wrong('logo')} />
          {data.hasLogo ? <CheckField name="removeLogo" label={t.removeLogo} /> : null}
          <SaveBar>
            <Button type="submit" tone="main">
              {t.save}
            </Button>
          </SaveBar>
        </EditForm>
      ) : null}
    </Page>
  )
}
