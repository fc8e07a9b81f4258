import type { Tone } from '../ui/Status.tsx'

/** How an alert stands. */
export type AlertState = 'ringing' | 'calm' | 'paused' | 'siteRemoved' | 'waiting'

interface Standing {
  readonly paused: boolean
  readonly judged: string | null
  readonly siteRemovedAt: Date | null
}

export function stateOf({ paused, judged, siteRemovedAt }: Standing, isRinging: boolean): AlertState {
  if (siteRemovedAt !== null) return 'siteRemoved'
  if (paused) return 'paused'
  if (isRinging) return 'ringing'
  return judged === null ? 'waiting' : 'calm'
}

export const toneOf: Readonly<Record<AlertState, Tone>> = {
  ringing: 'bad',
  calm: 'good',
  paused: 'neutral',
  siteRemoved: 'warn',
  waiting: 'info',
}
