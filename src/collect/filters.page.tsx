import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuseWith, textOf } from '../accounts/form.ts'
import { ipOf, type PageArgs, requireRole } from '../accounts/request.ts'
import { invalid } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorSummary, LongTextField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { countryName } from './country-names.ts'
import { filterNames, filtersOf, readFilters, withLine } from './filters.ts'
import { en } from './filters.en.ts'
import { fr } from './filters.fr.ts'
import { isPrivateIp, plainIp } from './place.ts'
import { shieldOf } from './site.ts'
import { placeOfSite } from './site-place.ts'
import { SiteTabs } from './SiteTabs.tsx'
import { updateSite } from './sites.store.ts'

export async function loader(args: PageArgs) {
  const { scope, site, here, canWrite } = await placeOfSite(args)
  const filters = filtersOf(site.settings)
  const ip = plainIp(ipOf(args))
  return {
    here,
    domain: site.domain,
    canWrite,
    values: {
      ...Object.fromEntries(filterNames.map((name) => [name, filters[name].join('\n')])),
      countries: filters.countries.map((code) => countryName(code, scope.locale)).join('\n'),
    } as Record<(typeof filterNames)[number], string>,
    own:
      ip === ''
        ? null
        : { ip, isPrivate: isPrivateIp(ip), isOut: shieldOf(site.settings)?.(ip, '', '')?.rule === 'ip' },
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const back = (text: string) => redirectSaying(`${here}/${site.domain}/filters`, { text, tone: 'good' })
  if (textOf(form, 'intent') === 'own') {
    await updateSite(scope, site.id, { settings: (now) => withLine(now, 'ips', plainIp(ipOf(args))) })
    return back(t.ownAdded)
  }
  try {
    await updateSite(scope, site.id, {
      settings: (now) => {
        const read = readFilters((name) => textOf(form, name), now)
        if ('problems' in read) throw invalid(read.problems)
        return read.settings
      },
    })
    return back(t.saved)
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function FiltersPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  return (
    <Page
      title={t.title}
      kicker={<Link to={`${data.here}/${data.domain}`}>{data.domain}</Link>}
      lead={t.lead}
      strip={<SiteTabs />}
    >
      {data.own ? <OwnAddress own={data.own} canWrite={data.canWrite} /> : null}
      {data.canWrite ? <Filters data={data} /> : <Shown data={data} />}
    </Page>
  )
}

function OwnAddress({ own, canWrite }: { readonly own: NonNullable<Data['own']>; readonly canWrite: boolean }) {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby="own-address">
      <h2 id="own-address">{t.ownAddress}</h2>
      <p>
        {t.ownAddressIs(own.ip)} {own.isOut ? t.ownAddressOut : own.isPrivate ? t.ownAddressPrivate : null}
      </p>
      {canWrite && !own.isOut ? (
        <Form method="post">
          <input type="hidden" name="intent" value="own" />
          <Button type="submit">{t.addOwn}</Button>
        </Form>
      ) : null}
    </section>
  )
}

function Filters({ data }: { readonly data: Data }) {
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  return (
    <EditForm method="post" key={JSON.stringify(data.values)}>
      {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={t.fields} /> : null}
      {filterNames.map((name) => (
        <LongTextField
          key={name}
          name={name}
          label={t.fields[name]}
          help={t.help[name]}
          spellCheck={false}
          defaultValue={refused?.typed[name] ?? data.values[name]}
          {...(refused?.problems[name] ? { error: refused.problems[name] } : {})}
        />
      ))}
      <SaveBar>
        <Button type="submit" tone="main">
          {t.save}
        </Button>
      </SaveBar>
    </EditForm>
  )
}

/** For who may read and not change. */
function Shown({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  return (
    <>
      <p>{t.readOnly}</p>
      <dl>
        {filterNames.map((name) => (
          <div key={name}>
            <dt>{t.fields[name]}</dt>
            <dd>{data.values[name].split('\n').join(' · ') || t.nothing}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
