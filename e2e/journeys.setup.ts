import type { TestProject } from 'vitest/node'
import { chromiumPath, hasChromium } from './chromium.ts'
import { startProduct } from './product.fixture.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the product that the journeys share; each makes a project of its own there. */
    readonly productUrl: string
  }
}

/** Starts one product for all journeys but the first visit, which needs an empty one. */
export default async function setup(project: TestProject) {
  if (!hasChromium) {
    process.stdout.write(`No Chromium at ${chromiumPath}: the journeys in a browser are skipped.\n`)
    project.provide('productUrl', '')
    return undefined
  }
  const product = await startProduct({ withOwner: true })
  project.provide('productUrl', product.url)
  return async () => {
    const complaints = product.complaints()
    await product.stop()
    if (complaints.length > 0)
      throw new Error(`the product logged errors during the journeys:\n${complaints.join('\n')}`)
  }
}
