import type { fr } from './turning.fr.ts'

export const en: typeof fr = {
  title: 'Rotation of dashboards',
  next: 'Next',
  previous: 'Previous',
  pause: 'Pause',
  resume: 'Resume',
  full: 'Full screen',
  leave: 'Leave',
  keys: 'Keyboard: → next, ← previous, Space pause, F full screen.',
  count: (at, of) => `${at} of ${of}`,
  every: (seconds) => `every ${seconds} s`,
  paused: 'paused',
  none: 'No dashboard to rotate.',
}
