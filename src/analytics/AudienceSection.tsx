import './audience.css'
import type { ReactNode } from 'react'
import type { SmallFigures } from '../collect/site.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { AudienceNav } from './AudienceNav.tsx'
import { AudienceToolbar } from './AudienceToolbar.tsx'
import type { Own, View } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { en } from './sections.en.ts'
import { fr } from './sections.fr.ts'

/** A page of the audience: its title, the pages beside it, the period; or, without a site, where to add one. */
export function AudienceSection(props: {
  readonly title: string
  readonly lead: string
  readonly base: string
  /** null when the project has no site. */
  readonly domain: string | null
  readonly domains: readonly string[]
  readonly view: View
  readonly small?: SmallFigures | null
  readonly own?: Own
  readonly comparing?: boolean
  readonly filtering?: boolean
  readonly children: ReactNode
}) {
  const {
    title,
    lead,
    base,
    domain,
    domains,
    view,
    small = null,
    own = [],
    comparing = false,
    filtering = true,
    children,
  } = props
  const { noSite } = useWords({ fr: audienceFr, en: audienceEn })
  if (domain === null)
    return (
      <Page title={title} lead={lead} strip={<AudienceNav />}>
        <Empty
          title={noSite.title}
          text={noSite.text}
          action={
            <LinkButton to={`${base}/sites`} tone="main">
              {noSite.action}
            </LinkButton>
          }
        />
      </Page>
    )
  return (
    <Page
      title={title}
      kicker={domain}
      lead={lead}
      strip={<AudienceNav />}
      toolbar={
        <AudienceToolbar
          view={view}
          domains={domains}
          small={small}
          own={own}
          comparing={comparing}
          filtering={filtering}
        />
      }
    >
      {children}
    </Page>
  )
}

/** The table on screen as files: every row, with what the address says. */
export function FileLinks({
  base,
  section,
  search,
  of,
}: {
  readonly base: string
  /** Its address below `audience/export/`. */
  readonly section: string
  readonly search: string
  /** The table's name, where the page has several. */
  readonly of?: string
}) {
  const t = useWords({ fr, en })
  const join = search === '' || search === '?' ? '?' : `${search}&`
  return (
    <p className="table-exports">
      {(['csv', 'xlsx', 'json'] as const).map((format) => (
        <a
          key={format}
          href={`${base}/audience/export/${section}${join}format=${format}`}
          download
          {...(of === undefined ? {} : { 'aria-label': t.fileOf(t.files[format], of) })}
        >
          {t.files[format]}
        </a>
      ))}
    </p>
  )
}
