/** How the pages look: as the device asks, or as the reader chose. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const themeCookie = 'filrouge_theme'

export const isTheme = (text: string | null | undefined): text is Theme => themes.some((theme) => theme === text)

/** The theme this browser keeps; read on the server, so that no page flashes in the other one. */
export function themeOf(request: Request): Theme {
  const chosen = new RegExp(`(?:^|;\\s*)${themeCookie}=(\\w+)`).exec(request.headers.get('cookie') ?? '')?.[1]
  return isTheme(chosen) ? chosen : 'system'
}
