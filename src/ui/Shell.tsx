import { ChevronsUpDown, Menu, Search, UserRound } from 'lucide-react'
import { type MouseEvent, type ReactNode, useState } from 'react'
import { Link, NavLink, useNavigation } from 'react-router'
import { Logo } from './Logo.tsx'
import { Palette } from './Palette.tsx'
import { Preferences } from './Preferences.tsx'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface NavItem {
  readonly to: string
  readonly label: string
}

interface NavGroup {
  readonly stage?: string
  readonly label: string
  readonly items: readonly NavItem[]
}

export interface ShellProps {
  /** The stages of a project, in order; empty outside a project. */
  readonly nav: readonly NavGroup[]
  readonly workspaces: readonly NavItem[]
  /** Projects of the current workspace. */
  readonly projects: readonly NavItem[]
  readonly user: { readonly name: string; readonly email?: string | null }
  readonly current: { readonly workspace: NavItem | null; readonly project: NavItem | null }
  /** Pages of the project itself: its map, its coverage, its settings. */
  readonly projectNav?: readonly NavItem[]
  /** Pages of the workspace: its members, its keys. */
  readonly workspaceNav?: readonly NavItem[]
  /** Pages of the person, in the menu under the name; a guest has none. */
  readonly accountNav?: readonly NavItem[]
  /** Where the palette searches: `${searchTo}?q=`. */
  readonly searchTo?: string
  /** False for guests, who have no session to end. */
  readonly canSignOut?: boolean
  readonly children: ReactNode
}

/** The frame of every page but the doors: the bar of stages, the top bar, the page. */
export function Shell(props: ShellProps) {
  const t = useWords({ fr, en })
  const {
    nav,
    workspaces,
    projects,
    user,
    current,
    projectNav = [],
    workspaceNav = [],
    accountNav = [],
    searchTo,
    canSignOut = true,
    children,
  } = props
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const isLoading = useNavigation().state === 'loading'
  const everywhere = [
    ...projectNav,
    ...nav.flatMap(({ label, items }) => items.map((item) => ({ ...item, hint: label }))),
  ]
  return (
    <div className="shell">
      <header className="shell-top">
        <button type="button" className="button button-quiet shell-menu" popoverTarget="shell-bar">
          <Menu size={18} aria-hidden="true" />
          <span className="sr-only">{t.menu}</span>
        </button>
        <Link to="/" className="shell-brand">
          <Logo />
          <span>{t.product}</span>
        </Link>
        <button type="button" className="shell-search" aria-haspopup="dialog" onClick={() => setPaletteOpen(true)}>
          <Search size={16} aria-hidden="true" />
          <span>{t.search}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <button type="button" className="button button-quiet shell-account-button" popoverTarget="shell-account">
          <UserRound size={18} aria-hidden="true" />
          <span className="shell-name">{user.name}</span>
        </button>
        <div id="shell-account" popover="auto" className="menu shell-account" onClick={closeAfterLink}>
          <p className="menu-head">
            <strong>{user.name}</strong>
            {user.email ? <span className="quiet">{user.email}</span> : null}
          </p>
          <Items items={accountNav} />
          <Preferences />
          {canSignOut ? (
            <form method="post" action="/sign-out">
              <button type="submit" className="menu-item">
                {t.signOut}
              </button>
            </form>
          ) : null}
        </div>
        {isLoading ? <span className="shell-loading" aria-hidden="true" /> : null}
      </header>
      <div id="shell-bar" popover="auto" className="shell-bar" onClick={closeAfterLink}>
        <Switch workspaces={workspaces} projects={projects} current={current} />
        <nav aria-label={t.mainNav}>
          {projectNav.length > 0 ? <Items items={projectNav} /> : null}
          {nav.length > 0 ? (
            <ol className="stages">
              {nav.map((group) => (
                <li key={group.label} className="stage">
                  <h2>{group.label}</h2>
                  <Items items={group.items} />
                </li>
              ))}
            </ol>
          ) : null}
          {workspaceNav.length > 0 ? <Items items={workspaceNav} /> : null}
        </nav>
      </div>
      <div className="shell-page">{children}</div>
      <Palette
        open={isPaletteOpen}
        onOpen={setPaletteOpen}
        places={[...everywhere, ...workspaceNav, ...accountNav]}
        {...(searchTo ? { searchTo } : {})}
      />
    </div>
  )
}

function Items({ items }: { readonly items: readonly NavItem[] }) {
  if (items.length === 0) return null
  return (
    <ul className="nav-items">
      {items.map((item) => (
        <li key={item.to}>
          {/* The project's home is the start of every address below it. */}
          <NavLink to={item.to} end={/^\/w\/[^/]+(\/p\/[^/]+)?$/.test(item.to)} prefetch="none">
            {item.label}
          </NavLink>
        </li>
      ))}
    </ul>
  )
}

function Switch({ workspaces, projects, current }: Pick<ShellProps, 'workspaces' | 'projects' | 'current'>) {
  const t = useWords({ fr, en })
  const { workspace, project } = current
  return (
    <div className="switch">
      <button type="button" popoverTarget="shell-switch" className="switch-button">
        <span>
          <strong>{project?.label ?? t.allProjects}</strong>
          <span className="quiet">{workspace?.label ?? t.workspaces}</span>
        </span>
        <ChevronsUpDown size={16} aria-hidden="true" />
        <span className="sr-only">{t.switchTo}</span>
      </button>
      <div id="shell-switch" popover="auto" className="menu shell-switch">
        {workspace ? (
          <>
            <h2 className="menu-title">{t.projects}</h2>
            <Items items={projects} />
            <Items items={[{ to: workspace.to, label: t.allProjects }]} />
          </>
        ) : null}
        {workspaces.length > 1 || !workspace ? (
          <>
            <h2 className="menu-title">{t.workspaces}</h2>
            <Items items={workspaces} />
          </>
        ) : null}
      </div>
    </div>
  )
}

/** A menu has done its work once a link of it was followed. */
function closeAfterLink(event: MouseEvent<HTMLElement>) {
  if (!(event.target instanceof Element) || !event.target.closest('a')) return
  for (const menu of document.querySelectorAll<HTMLElement>(':popover-open')) menu.hidePopover()
}
