import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import { isAlive } from './ground.ts'

/** Thrown when another process holds the data folder. */
export class FolderTaken extends StartError {}

/**
 * Takes the data folder for this process alone, until `release`. A lock whose process is gone is taken over.
 * @throws FolderTaken, saying who holds it; StartError when nothing can be written there
 */
export function lockFolder(dataDir: string): { release(): void } {
  const file = join(dataDir, 'lock')
  const mine = `${file}.${process.pid}`
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    writeFileSync(mine, signature(), { mode: 0o600 })
  } catch (error) {
    throw new StartError(
      `Le dossier ${dataDir} ne peut pas être écrit (${(error as Error).message}). Donnez-en le droit à cet utilisateur, ou choisissez un autre FILROUGE_DATA.`,
      `The folder ${dataDir} cannot be written to (${(error as Error).message}). Give this user the right to, or choose another FILROUGE_DATA.`,
    )
  }
  try {
    // Linking is atomic: of two that start together, one gets it.
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(mine, file)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const holder = holderOf(dataDir)
        if (attempt > 2 || holder !== null) throw taken(dataDir, holder)
        rmSync(file, { force: true })
      }
      // Others may have found the same dead lock, and be about to remove it: nothing is linked before they have.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return { release: () => rmSync(file, { force: true }) }
}

/** The live process that holds a data folder, or null: nobody does, or it died without a word. */
export function holderOf(dataDir: string): number | null {
  const [pid = '', start = ''] = readOr(join(dataDir, 'lock')).split(' ')
  return isAlive(Number(pid)) && startOf(Number(pid)) === start ? Number(pid) : null
}

const signature = () => `${process.pid} ${startOf(process.pid)}`

const taken = (dataDir: string, holder: number | null) =>
  new FolderTaken(
    `Le dossier ${dataDir} est déjà ouvert par un autre Filrouge (processus ${holder ?? '?'}). Arrêtez-le, ou choisissez un autre FILROUGE_DATA.`,
    `The folder ${dataDir} is already open in another Filrouge (process ${holder ?? '?'}). Stop it, or choose another FILROUGE_DATA.`,
  )

function readOr(file: string, otherwise = ''): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

/** When a process began, in the kernel's ticks: tells it from a later one that was given the same number. */
function startOf(pid: number): string {
  const [state, ...fields] = readOr(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  // Dead, and not yet buried by its parent.
  return state === 'Z' || state === 'X' ? 'gone' : (fields[18] ?? '')
}
