import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from './ground.ts'

/** Thrown when another process holds the data folder. */
export class FolderTaken extends Error {}

/**
 * Takes the data folder for this process alone, until `release`. A lock whose process is gone is taken over.
 * @throws FolderTaken, saying who holds it
 */
export function lockFolder(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const file = join(dataDir, 'lock')
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 })
  try {
    // Linking is atomic: of two that start together, one gets it.
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(mine, file)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const [pid, start] = readHolder(file)
        if (attempt > 2 || (isAlive(pid) && startOf(pid) === start))
          throw new FolderTaken(
            `Le dossier ${dataDir} est déjà ouvert par un autre Filrouge (processus ${pid}). Arrêtez-le, ou choisissez un autre FILROUGE_DATA.\n` +
              `The folder ${dataDir} is already open in another Filrouge (process ${pid}). Stop it, or choose another FILROUGE_DATA.`,
          )
        rmSync(file, { force: true })
      }
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return { release: () => rmSync(file, { force: true }) }
}

function readHolder(file: string): [number, string] {
  try {
    const [pid = '0', start = ''] = readFileSync(file, 'utf8').split(' ')
    return [Number(pid), start]
  } catch {
    return [0, '']
  }
}

/** When a process began, in the kernel's ticks: tells it from a later one that was given the same number. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
