import { describe, expect, test } from 'vitest'
import { ErrorMessage } from './ErrorPage.tsx'
import { Callout } from './Callout.tsx'
import { Chips } from './Chips.tsx'
import { Empty } from './Empty.tsx'
import { Figure } from './Figure.tsx'
import { OfflineBanner } from './Offline.tsx'
import { Page } from './Page.tsx'
import { Progress } from './Progress.tsx'
import { Shell, type ShellProps } from './Shell.tsx'
import { KeyList } from './Shortcuts.tsx'
import { Status, toneSigns } from './Status.tsx'
import { Tabs } from './Tabs.tsx'
import { ThreadStrip } from './ThreadStrip.tsx'
import { Toast } from './Toast.tsx'
import { html, tags, words } from './render.fixture.tsx'

const project = '/w/a/p/b'
const frame: Omit<ShellProps, 'children'> = {
  nav: [
    { label: 'Comprendre', items: [{ to: `${project}/swot`, label: 'SWOT' }] },
    { label: 'Décider', items: [{ to: `${project}/personas`, label: 'Personas' }] },
  ],
  workspaces: [{ to: '/w/a', label: 'Agence' }],
  projects: [{ to: project, label: 'Relance' }],
  user: { name: 'Camille Roux', email: 'camille@exemple.fr' },
  current: { workspace: { to: '/w/a', label: 'Agence' }, project: { to: project, label: 'Relance' } },
  projectNav: [{ to: project, label: 'Carte du projet' }],
}
const shell = (more: Partial<ShellProps> = {}, at = `${project}/personas`) =>
  html(
    <Shell {...frame} {...more}>
      <p>le corps</p>
    </Shell>,
    { at },
  )

describe('the frame', () => {
  test('holds the switch, the stages in order, the search, the menu of the person and the page', () => {
    // What dialogs hold is closed, and comes after.
    expect(words(shell().replace(/<dialog[\s\S]*/, ''))).toBe(
      'Menu Filrouge Chercher, créer, demander… Ctrl K Raccourcis clavier Camille Roux Camille Roux camille@exemple.fr ' +
        'Read in English Comme l’appareil Claire Sombre Se déconnecter ' +
        'Relance Agence Changer d’espace ou de projet Projets Relance Tous les projets ' +
        'Carte du projet Comprendre SWOT Décider Personas le corps',
    )
  })

  test('marks the page one is on, and the home only when one is there', () => {
    const current = (at: string) =>
      tags(shell({}, at), 'a')
        .filter((a) => a['aria-current'] === 'page')
        .map(({ href }) => href)
    expect(current(`${project}/personas`)).toEqual([`${project}/personas`])
    expect(current(`${project}/personas/42`)).toEqual([`${project}/personas`])
    expect(current(project)).toEqual([project, project])
  })

  test('opens its menus without a script', () => {
    const markup = shell()
    const popovers = tags(markup, 'div')
      .filter((div) => 'popover' in div)
      .map(({ id }) => id)
    const targets = tags(markup, 'button').flatMap((button) => button['popovertarget'] ?? [])
    expect(new Set(popovers)).toEqual(new Set(['shell-account', 'shell-bar', 'shell-switch']))
    expect(new Set(targets)).toEqual(new Set(popovers))
  })

  test('lets who has a session end it, and a guest not', () => {
    expect(words(shell())).toContain('Se déconnecter')
    expect(words(shell({ canSignOut: false }))).not.toContain('Se déconnecter')
  })

  test('outside a project offers all projects and no stage', () => {
    const markup = shell(
      { nav: [], projectNav: [], current: { workspace: { to: '/w/a', label: 'Agence' }, project: null } },
      '/w/a',
    )
    expect(words(markup)).toContain('Tous les projets Agence')
    expect(markup).not.toContain('class="stages"')
  })

  test('says the shortcuts, each with its keys, in both languages', () => {
    for (const locale of ['fr', 'en'] as const) {
      const markup = html(<KeyList />, { locale })
      expect(tags(markup, 'kbd').length).toBeGreaterThan(10)
      expect(words(markup)).toContain('Ctrl K')
    }
  })
})

test('a page has one heading, one place the skip link leads to, and a title of its own', () => {
  const markup = html(
    <Page title="Personas" kicker="Décider" lead="À qui l’on parle." aside={{ label: 'Autour', content: <p>liens</p> }}>
      <p>corps</p>
    </Page>,
  )
  expect(markup).toContain('<title>Personas · Filrouge</title>')
  expect(tags(markup, 'main')).toMatchObject([{ id: 'content', tabindex: '-1' }])
  expect(tags(markup, 'h1')).toHaveLength(1)
  expect(tags(markup, 'aside')).toMatchObject([{ 'aria-label': 'Autour' }])
  expect(words(markup)).toMatch(/Décider Personas À qui l’on parle\. corps liens$/)
})

describe('the thread strip', () => {
  const here = { title: 'Parent pressé', kindLabel: 'persona' }
  const origin = { to: '/w/a/p/b/insights/1', title: 'Le miel bio baisse', kindLabel: 'enseignement' }
  const result = { to: '/w/a/p/b/contents', title: 'Contenus', kindLabel: 'Contenus', count: 3 }
  const gap = { label: 'KPI', to: '#after-kpi', side: 'after' as const }
  const first = { label: 'objectif', to: '#before-objective', side: 'before' as const }

  test('reads from the origin to the object to what rests on it, with the gaps beside the object', () => {
    const markup = html(<ThreadStrip before={[origin]} here={here} after={[result]} gaps={[gap, first]} />)
    expect(words(markup)).toBe(
      'enseignement Le miel bio baisse + Relier\u00a0: objectif persona Parent pressé + Relier\u00a0: KPI 3 contenus',
    )
    expect(tags(markup, 'a').map(({ href }) => href)).toEqual([origin.to, first.to, gap.to, result.to])
  })

  test('says which step one is on, and is a navigation named by its object', () => {
    const markup = html(<ThreadStrip before={[origin]} here={here} after={[]} gaps={[]} />)
    expect(tags(markup, 'li').map((li) => li['aria-current'])).toEqual([undefined, 'true'])
    expect(tags(markup, 'nav')).toMatchObject([{ 'aria-label': 'Fil rouge, Parent pressé' }])
  })

  test('keeps the capitals of an acronym inside a sentence', () => {
    const kpis = { to: '/k', title: 'KPI', kindLabel: 'KPI', count: 2 }
    expect(words(html(<ThreadStrip before={[]} here={here} after={[kpis]} gaps={[]} />))).toContain('2 KPI')
  })
})

describe('a message after a write', () => {
  test('is read out where it appears, and can be closed', () => {
    const markup = html(<Toast flash={{ tone: 'good', text: 'Enregistré.' }} />)
    expect(tags(markup, 'div')[0]).toMatchObject({ role: 'status' })
    expect(words(markup)).toBe('✓ Enregistré. ×')
    expect(tags(markup, 'button')).toMatchObject([{ 'aria-label': 'Fermer' }])
  })

  test('takes a delete back by an ordinary form', () => {
    const undo = { label: 'Annuler', action: '/w/a/p/b/personas/1', fields: { intent: 'restore' } }
    const markup = html(<Toast flash={{ tone: 'good', text: 'Supprimé.', undo }} />)
    expect(tags(markup, 'form')[0]).toMatchObject({ method: 'post', action: undo.action })
    expect(tags(markup, 'input')).toMatchObject([{ type: 'hidden', name: 'intent', value: 'restore' }])
  })

  test('without a message keeps its place, so that the next is heard', () => {
    expect(html(<Toast flash={null} />)).toBe('<div class="toast-region" role="status"></div>')
  })
})

test.each([
  [0, 'Pas de connexion', ['Réessayer', 'Aller à l’accueil']],
  [401, 'Connexion nécessaire', ['Se connecter', 'Aller à l’accueil']],
  [403, 'Accès refusé', ['Aller à l’accueil']],
  [404, 'Page introuvable', ['Aller à l’accueil']],
  [418, 'La demande n’a pas abouti', ['Aller à l’accueil']],
  [500, 'La page n’a pas pu s’afficher', ['Réessayer', 'Aller à l’accueil']],
  [503, 'Un instant', ['Réessayer', 'Aller à l’accueil']],
])('an error %d says “%s”, and what to do: %j', (status, title, ways) => {
  const markup = html(<ErrorMessage status={status} />, { at: '/w/a?tab=2' })
  expect(markup).toContain(`<h1>${title}</h1>`)
  expect((markup.match(/<a [\s\S]*?<\/a>/g) ?? []).map(words)).toEqual(ways)
})

test('a sign-in that is needed comes back to the page', () => {
  expect(tags(html(<ErrorMessage status={401} />, { at: '/w/a?tab=2' }), 'a')[0]).toMatchObject({
    href: '/sign-in?next=%2Fw%2Fa%3Ftab%3D2',
  })
})

test('what a page refused is said in its own words, field by field', () => {
  const problem = {
    id: 'invalid',
    words: { fr: 'La période est à revoir.', en: 'Look at the period.' },
    fields: { to: { fr: 'La fin précède le début.', en: 'It ends before it starts.' } },
  }
  expect(words(html(<ErrorMessage status={422} problem={problem} />))).toContain(
    'La période est à revoir. La fin précède le début.',
  )
  expect(words(html(<ErrorMessage status={422} problem={problem} />, { locale: 'en' }))).toContain(
    'It ends before it starts.',
  )
})

test('without a network the page says so, and that nothing typed is lost; with one it is silent', () => {
  expect(words(html(<OfflineBanner isOffline tried="nothing" />))).toMatch(
    /^! Pas de réseau\. Ce que vous saisissez reste/,
  )
  expect(words(html(<OfflineBanner isOffline tried="sending" />))).toContain('Rien n’a été envoyé')
  expect(words(html(<OfflineBanner isOffline tried="leaving" />))).toContain('ne peut pas s’ouvrir')
  expect(html(<OfflineBanner isOffline={false} tried="nothing" />)).toBe(
    '<div role="status" class="offline-region"></div>',
  )
})

test('how something stands is never told by colour alone', () => {
  const signs = Object.values(toneSigns)
  expect(new Set(signs).size).toBe(signs.length)
  for (const [tone, sign] of Object.entries(toneSigns)) {
    expect(words(html(<Status tone={tone as keyof typeof toneSigns}>En retard</Status>))).toBe(`${sign} En retard`)
    expect(words(html(<Callout tone={tone as keyof typeof toneSigns} title="Attention" />))).toBe(`${sign} Attention`)
  }
})

describe('long work', () => {
  test.each([
    [{ ratio: 0.42 }, 'Import 42\u202f%'],
    [{ ratio: null }, 'Import En cours'],
    [{ ratio: 1, state: 'done' as const }, 'Import ✓ Terminé'],
    [{ ratio: 0.2, state: 'failed' as const, note: 'Ligne 12.' }, 'Import ✗ Interrompu Ligne 12.'],
  ])('%j reads “%s”', (props, said) => {
    expect(words(html(<Progress label="Import" {...props} />)).replaceAll('\u00a0', '\u202f')).toBe(said)
  })

  test('has a named bar only while it runs, and can be stopped only then', () => {
    const stop = <button type="submit">Arrêter</button>
    expect(tags(html(<Progress label="Import" ratio={0.5} cancel={stop} />), 'progress')).toMatchObject([
      { 'aria-label': 'Import', value: '0.5', max: '1' },
    ])
    expect(html(<Progress label="Import" ratio={0.5} state="done" cancel={stop} />)).not.toContain('Arrêter')
  })
})

describe('a figure', () => {
  test('opens on what it is, how it is computed and where it comes from', () => {
    const markup = html(
      <Figure
        label="Visites"
        value="12 480"
        definition="Une venue sur le site."
        formula="nombre de visites"
        source="Journal"
      />,
    )
    expect(words(markup)).toBe(
      'Visites Définition Une venue sur le site. Formule nombre de visites Source Journal 12 480',
    )
    expect(markup).toMatch(/<details[^>]*><summary>Visites<\/summary>/)
  })

  test('never compares without saying with what', () => {
    const markup = html(
      <Figure label="Visites" value="12" comparison={{ text: '+12 %', with: 'octobre', tone: 'good' }} />,
    )
    expect(words(markup)).toBe('Visites 12 ✓ +12 % par rapport à octobre')
  })

  test('that cannot be computed is a dash with its reason', () => {
    expect(words(html(<Figure label="Taux" value={null} reason="Aucune visite." />))).toBe('Taux — Aucune visite.')
  })
})

test('an empty page teaches: what for, an example, the first action', () => {
  const markup = html(
    <Empty
      title="Aucun persona"
      text="À qui l’on parle."
      example="Claire, 38 ans."
      action={<a href="/new">Ajouter</a>}
    />,
  )
  expect(words(markup)).toBe('Aucun persona À qui l’on parle. Exemple Claire, 38 ans. Ajouter')
})

test('a filter in force can be taken off by its name', () => {
  const markup = html(<Chips label="Filtres" chips={[{ label: 'Canal : e-mail', removeTo: '/audience' }]} />)
  expect(tags(markup, 'a')).toMatchObject([
    { href: '/audience', 'aria-label': 'Retirer le filtre\u00a0: Canal : e-mail' },
  ])
  expect(html(<Chips label="Filtres" chips={[]} />)).toBe('')
})

test('tabs are pages: links in a named navigation, the one of this page marked', () => {
  const tabs = [
    { to: '/p/1', label: 'Fiche' },
    { to: '/p/1/grid', label: 'Grille' },
  ]
  const markup = html(<Tabs label="Claire" tabs={tabs} />, { at: '/p/1/grid' })
  expect(tags(markup, 'nav')).toMatchObject([{ 'aria-label': 'Claire' }])
  expect(tags(markup, 'a').map((a) => [a['href'], a['aria-current']])).toEqual([
    ['/p/1', undefined],
    ['/p/1/grid', 'page'],
  ])
})
