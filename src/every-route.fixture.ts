import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteConfigEntry } from '@react-router/dev/routes'
import { type LoaderFunctionArgs, type RouteObject, createStaticHandler } from 'react-router'
import type { Pages } from './http.ts'
import { speaking } from './page-errors.ts'
import routeList from './routes.ts'
import { contextOf } from './accounts/request.ts'

const src = import.meta.dirname

interface PageModule {
  readonly loader?: (args: LoaderFunctionArgs) => unknown
  readonly action?: (args: LoaderFunctionArgs) => unknown
}

/** A page's address as `routes.ts` writes it, and what its file can do. */
export interface PageRoute {
  readonly pattern: string
  readonly file: string
  readonly writes: boolean
  /** Values of `intent` that its action knows, read from its source. */
  readonly intents: readonly string[]
}

/** A loader or an action by itself: React Router calls one alone when a browser asks for the data of one route. */
export interface PagePart {
  readonly pattern: string
  readonly file: string
  readonly loader?: (args: LoaderFunctionArgs) => unknown
  readonly action?: (args: LoaderFunctionArgs) => unknown
}

/** Every page of the product, from the list itself: a new page is walked without anybody thinking of it. */
export async function everyPage(): Promise<{
  readonly pages: readonly PageRoute[]
  readonly parts: readonly PagePart[]
  readonly missing: readonly string[]
  readonly answer: Pages
}> {
  const pages: PageRoute[] = []
  const parts: PagePart[] = []
  const missing: string[] = []

  async function routeOf(entry: RouteConfigEntry, above: string): Promise<RouteObject> {
    const file = join(src, entry.file)
    if (!existsSync(file)) missing.push(entry.file)
    const module = existsSync(file) ? ((await import(file)) as PageModule) : {}
    const pattern = [above, entry.path ?? ''].filter(Boolean).join('/')
    const { loader, action } = module
    parts.push({
      pattern: `/${pattern}`,
      file: entry.file,
      ...(loader ? { loader } : {}),
      ...(action ? { action } : {}),
    })
    const children = await Promise.all((entry.children ?? []).map((child) => routeOf(child, pattern)))
    if (children.length === 0)
      pages.push({
        pattern: `/${pattern}`,
        file: entry.file,
        writes: module.action !== undefined,
        intents: intentsIn(file),
      })
    const handlers = {
      id: `${entry.file}#${pattern}`,
      // Without either, React Router would not answer at all.
      loader: answering(module.loader),
      ...(module.action ? { action: answering(module.action) } : {}),
      ...(entry.path === undefined ? {} : { path: entry.path }),
    }
    return entry.index ? { ...handlers, index: true } : { ...handlers, children }
  }

  const routes = await Promise.all((routeList as RouteConfigEntry[]).map((entry) => routeOf(entry, '')))
  const handler = createStaticHandler(routes)
  return {
    pages,
    parts,
    missing,
    // All that the loaders and the action give, as JSON: what the page could show, whether it shows it or not.
    async answer(request, page) {
      const result = await handler.query(request, { requestContext: contextOf(page) })
      if (result instanceof Response) return result
      const { loaderData, actionData, errors, statusCode } = result
      return new Response(JSON.stringify({ loaderData, actionData, errors }), {
        status: statusCode,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      })
    },
  }
}

/** As src/pages.ts does; nothing in place of undefined, which React Router takes for a mistake. */
const answering = (handler: PageModule['loader']) => {
  const spoken = handler && speaking(handler)
  return async (args: LoaderFunctionArgs) => (await spoken?.(args)) ?? null
}

function intentsIn(file: string): string[] {
  if (!existsSync(file)) return []
  const source = readFileSync(file, 'utf8')
  const found = [...source.matchAll(/case '([\w-]+)':|intent'\)\)? === '([\w-]+)'|name="intent" value="([\w-]+)"/g)]
  return [...new Set(found.flatMap((match) => match.slice(1)).filter((intent) => intent !== undefined))]
}
