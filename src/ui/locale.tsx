import { type ReactNode, createContext, use } from 'react'
import type { Locale } from '../i18n.ts'

const LocaleContext = createContext<Locale>('fr')

/** The language of everything below; root sets it, once. */
export function LocaleProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

export const useLocale = (): Locale => use(LocaleContext)

/** The words of a page in its reader's language: `const t = useWords({ fr, en })`. */
export const useWords = <W,>(words: Readonly<Record<Locale, W>>): W => words[useLocale()]

/** What stands between a name and its value: French keeps a no-break space before the colon. */
export const useColon = (): string => useWords({ fr: '\u00a0: ', en: ': ' })
