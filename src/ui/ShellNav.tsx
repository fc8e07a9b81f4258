import { ChevronsUpDown } from 'lucide-react'
import { NavLink } from 'react-router'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface NavItem {
  readonly to: string
  readonly label: string
  /** How many things wait there. */
  readonly count?: number
}

export interface NavGroup {
  readonly stage?: string
  readonly label: string
  readonly items: readonly NavItem[]
}

/** Links of the frame; the one of this page is marked. */
export function NavItems({ items }: { readonly items: readonly NavItem[] }) {
  const t = useWords({ fr, en })
  if (items.length === 0) return null
  return (
    <ul className="nav-items">
      {items.map((item) => (
        <li key={item.to}>
          {/* The project's home is the start of every address below it. */}
          <NavLink to={item.to} end={/^\/w\/[^/]+(\/p\/[^/]+)?$/.test(item.to)} prefetch="none">
            {item.label}
            {item.count ? (
              <span className="nav-count">
                {item.count}
                <span className="sr-only"> {t.waiting}</span>
              </span>
            ) : null}
          </NavLink>
        </li>
      ))}
    </ul>
  )
}

/** The five stages on their thread, each with its pages. */
export function Stages({ groups }: { readonly groups: readonly NavGroup[] }) {
  if (groups.length === 0) return null
  return (
    <ol className="stages">
      {groups.map((group) => (
        <li key={group.label} className="stage">
          <h2>{group.label}</h2>
          <NavItems items={group.items} />
        </li>
      ))}
    </ol>
  )
}

interface SwitchProps {
  readonly workspaces: readonly NavItem[]
  readonly projects: readonly NavItem[]
  readonly current: { readonly workspace: NavItem | null; readonly project: NavItem | null }
}

/** The workspace and project one is in, and the way to others. */
export function Switch({ workspaces, projects, current }: SwitchProps) {
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
            <NavItems items={projects} />
            <NavItems items={[{ to: workspace.to, label: t.allProjects }]} />
          </>
        ) : null}
        {workspaces.length > 1 || !workspace ? (
          <>
            <h2 className="menu-title">{t.workspaces}</h2>
            <NavItems items={workspaces} />
          </>
        ) : null}
      </div>
    </div>
  )
}
