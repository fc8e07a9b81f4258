import Bowser from 'bowser'

/** A browser as its owner recognises it: "Firefox · Linux". Null when it says nothing of itself. */
export function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent.slice(0, 400))
  const parts = [browser.name, os.name].filter((part) => part !== undefined && part !== '')
  return parts.length > 0 ? parts.join(' · ') : null
}
