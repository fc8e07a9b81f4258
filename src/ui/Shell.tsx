import { CircleQuestionMark, Menu, Search, UserRound } from 'lucide-react'
import { type MouseEvent, type ReactNode, useCallback, useMemo, useState } from 'react'
import { Link, useNavigation } from 'react-router'
import { Logo } from './Logo.tsx'
import { Offline } from './Offline.tsx'
import { Palette } from './Palette.tsx'
import { Preferences } from './Preferences.tsx'
import { type NavGroup, type NavItem, NavItems, Stages, Switch } from './ShellNav.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface ShellProps {
  /** The stages of a project, in order; empty outside a project. */
  readonly nav: readonly NavGroup[]
  readonly workspaces: readonly NavItem[]
  /** Projects of the current workspace. */
  readonly projects: readonly NavItem[]
  readonly user: { readonly name: string; readonly email?: string | null }
  readonly current: { readonly workspace: NavItem | null; readonly project: NavItem | null }
  /** Pages of the project itself: its map, its coverage. */
  readonly projectNav?: readonly NavItem[]
  /** Pages one seldom needs: the project's guests, settings, bin. */
  readonly settingsNav?: readonly NavItem[]
  /** Pages of the workspace: its members, its keys. */
  readonly workspaceNav?: readonly NavItem[]
  /** Pages of the person, in the menu under the name; a guest has none. */
  readonly accountNav?: readonly NavItem[]
  /** What one may create here: an item a kind. */
  readonly createNav?: readonly NavItem[]
  /** Addresses the palette asks with what is typed: `${address}?q=`. */
  readonly searchTo?: readonly string[]
  /** False for guests, who have no session to end. */
  readonly canSignOut?: boolean
  readonly children: ReactNode
}

/** The frame of every page but the doors: the bar of stages, the top bar, the page. */
export function Shell(props: ShellProps) {
  const t = useWords({ fr, en })
  const { nav, workspaces, projects, user, current, searchTo = [], canSignOut = true, children } = props
  const { projectNav = [], settingsNav = [], workspaceNav = [], accountNav = [], createNav = [] } = props
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const isLoading = useNavigation().state === 'loading'
  const stages = useMemo(() => nav.map(({ items }) => items[0]?.to), [nav])
  const openPalette = useCallback(() => setPaletteOpen(true), [])
  const places = [
    ...projectNav,
    ...nav.flatMap(({ label, items }) => items.map((item) => ({ ...item, hint: label }))),
    ...settingsNav,
    ...workspaceNav,
    ...accountNav,
    ...createNav.map((item) => ({ ...item, hint: t.palette.create })),
    ...projects.filter(({ to }) => to !== current.project?.to).map((item) => ({ ...item, hint: t.palette.project })),
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
        <button type="button" className="shell-search" aria-haspopup="dialog" onClick={openPalette}>
          <Search size={16} aria-hidden="true" />
          <span>{t.search}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <div className="shell-tools">
          <button
            type="button"
            className="button button-quiet shell-help"
            aria-haspopup="dialog"
            title={t.keys.title}
            onClick={() => setHelpOpen(true)}
          >
            <CircleQuestionMark size={18} aria-hidden="true" />
            <span className="sr-only">{t.keys.title}</span>
          </button>
          <button type="button" className="button button-quiet shell-account-button" popoverTarget="shell-account">
            <UserRound size={18} aria-hidden="true" />
            <span className="shell-name">{user.name}</span>
          </button>
        </div>
        <div id="shell-account" popover="auto" className="menu shell-account" onClick={closeAfterLink}>
          <p className="menu-head">
            <strong>{user.name}</strong>
            {user.email ? <span className="quiet">{user.email}</span> : null}
          </p>
          <NavItems items={accountNav} />
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
          <NavItems items={projectNav} />
          <Stages groups={nav} />
          <NavItems items={settingsNav} />
          <NavItems items={workspaceNav} />
        </nav>
      </div>
      <div className="shell-page">
        <Offline />
        {children}
      </div>
      <Palette open={isPaletteOpen} onOpen={setPaletteOpen} places={places} searchTo={searchTo} />
      <Shortcuts
        open={isHelpOpen}
        onOpen={setHelpOpen}
        onPalette={openPalette}
        home={projectNav[0]?.to ?? current.workspace?.to}
        stages={stages}
      />
    </div>
  )
}

/** A menu has done its work once a link of it was followed. */
function closeAfterLink(event: MouseEvent<HTMLElement>) {
  if (!(event.target instanceof Element) || !event.target.closest('a')) return
  for (const menu of document.querySelectorAll<HTMLElement>(':popover-open')) menu.hidePopover()
}
