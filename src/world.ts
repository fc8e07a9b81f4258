import type { App } from './app.ts'
import { makeWorkspace } from './accounts/fixtures.ts'

/** The fictional company, opened by `npm run demo`. */
export async function loadDemo(app: App, say: (text: string) => void): Promise<void> {
  const workspace = await makeWorkspace(app, 'Les Ruchers du Ventoux')
  say(workspace.name)
}
