import { Button, LinkButton } from './Button.tsx'
import { Page } from './Page.tsx'

/** Every component in every state, for our eyes and for axe. */
export default function UiPage() {
  return (
    <Page title="Composants" lead="Chaque pièce de l’interface dans chacun de ses états." actions={<LinkButton to="/">Accueil</LinkButton>}>
      <Button tone="main">Ajouter</Button>
    </Page>
  )
}
