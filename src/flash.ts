import { redirect } from 'react-router'

/** What a page says once, after the redirect that follows a write. */
export interface Flash {
  readonly text: string
  readonly tone: 'good' | 'bad'
  /** A form that takes the write back: where it is posted, and what. */
  readonly undo?: { readonly label: string; readonly action: string; readonly fields: Readonly<Record<string, string>> }
}

const cookieName = 'filrouge_flash'

/** A redirect that carries a message to the next page, in a cookie that page clears. */
export const redirectSaying = (to: string, flash: Flash) =>
  redirect(to, {
    headers: {
      'set-cookie': `${cookieName}=${encodeURIComponent(JSON.stringify(flash))}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`,
    },
  })

/** The message left by the write before, or null; it is shown once: send `flashGone` with the page. */
export function flashOf(request: Request): Flash | null {
  const match = new RegExp(`(?:^|; )${cookieName}=([^;]*)`).exec(request.headers.get('cookie') ?? '')
  if (!match?.[1]) return null
  try {
    return asFlash(JSON.parse(decodeURIComponent(match[1])))
  } catch {
    return null
  }
}

/** A cookie can be written by others (a page of a neighbouring domain): what is not of our form is not shown. */
function asFlash(value: unknown): Flash | null {
  const { text, tone, undo } = value as Flash
  if (typeof text !== 'string' || (tone !== 'good' && tone !== 'bad')) return null
  if (undo === undefined) return { text, tone }
  const { label, action, fields } = undo
  const isOurs = typeof action === 'string' && /^\/(?![/\\])/.test(action) && typeof label === 'string'
  if (!isOurs || !Object.values(fields).every((field) => typeof field === 'string')) return null
  return { text, tone, undo: { label, action, fields } }
}

export const flashGone = `${cookieName}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`
