import type { Words } from '../errors.ts'

/**
 * Patterns that people of a site write themselves, tried on every event. The language is that of regular expressions without what
 * makes them slow (references, look-around); a match runs through all possibilities at once, so that its time grows with pattern ×
 * text and never explodes, whatever is written. See docs/decisions/0088.
 */
export type PatternRead =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly problem: Words }

const longestPattern = 200
const mostSteps = 600
/** A bound on what is read of a text: no address kept is longer. */
const longestText = 2_000

type CharTest = (char: string) => boolean
type Step =
  | { readonly char: CharTest }
  | { readonly at: 'start' | 'end' }
  | { readonly to: readonly number[] }
  | { readonly found: true }

type Node =
  | { readonly char: CharTest }
  | { readonly at: 'start' | 'end' }
  | { readonly all: readonly Node[] }
  | { readonly any: readonly Node[] }
  | { readonly of: Node; readonly min: number; readonly max: number }

class Refusal extends Error {
  readonly words: Words
  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

const refuse = (fr: string, en: string): never => {
  throw new Refusal({ fr, en })
}

/** Reads a pattern; capitals and small letters are the same to it. */
export function readPattern(source: string): PatternRead {
  try {
    if (source === '') refuse('Le motif est vide.', 'The pattern is empty.')
    if (source.length > longestPattern)
      refuse(`Le motif dépasse ${longestPattern} caractères.`, `The pattern is over ${longestPattern} characters.`)
    const steps = stepsOf(new Reader(source).whole())
    return { ok: true, test: (text) => run(steps, text.slice(0, longestText)) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.words }
    throw error
  }
}

const folded =
  (isIn: CharTest): CharTest =>
  (char) =>
    isIn(char) || isIn(char.toLowerCase()) || isIn(char.toUpperCase())

const exactly = (wanted: string): CharTest => folded((char) => char === wanted)
const classes: Readonly<Record<string, CharTest>> = {
  d: (char) => /^\d$/.test(char),
  D: (char) => !/^\d$/.test(char),
  w: (char) => /^\w$/.test(char),
  W: (char) => !/^\w$/.test(char),
  s: (char) => /^\s$/.test(char),
  S: (char) => !/^\s$/.test(char),
}

class Reader {
  readonly #chars: readonly string[]
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#chars = Array.from(source)
  }

  whole(): Node {
    const node = this.#choice()
    if (this.#at < this.#chars.length)
      refuse('Une parenthèse est fermée sans avoir été ouverte.', 'A parenthesis is closed that was not opened.')
    return node
  }

  get #next(): string | undefined {
    return this.#chars[this.#at]
  }

  #take(wanted: string): boolean {
    if (this.#next !== wanted) return false
    this.#at += 1
    return true
  }

  #choice(): Node {
    const any: Node[] = [this.#sequence()]
    while (this.#take('|')) any.push(this.#sequence())
    return any.length === 1 ? (any[0] as Node) : { any }
  }

  #sequence(): Node {
    const all: Node[] = []
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') all.push(this.#repeated(this.#atom()))
    return { all }
  }

  #atom(): Node {
    const char = this.#chars[this.#at++] as string
    if (char === '^') return { at: 'start' }
    if (char === '$') return { at: 'end' }
    if (char === '.') return { char: (one) => one !== '\n' && one !== '\r' && one !== '\u2028' && one !== '\u2029' }
    if (char === '(') return this.#group()
    if (char === '[') return { char: this.#set() }
    if (char === '\\') return { char: this.#escaped() }
    if ('*+?{'.includes(char))
      refuse(`« ${char} » ne suit rien qui se répète.`, `“${char}” follows nothing that could repeat.`)
    return { char: exactly(char) }
  }

  #group(): Node {
    if (this.#take('?') && !this.#take(':'))
      refuse(
        'Les groupes « (?… » ne sont pas admis, sauf « (?: » : écrivez la règle sans eux.',
        'Groups “(?…” are not accepted, but for “(?:”: write the rule without them.',
      )
    this.#depth += 1
    if (this.#depth > 20) refuse('Trop de parenthèses imbriquées.', 'Too many parentheses inside one another.')
    const node = this.#choice()
    this.#depth -= 1
    if (!this.#take(')')) refuse('Une parenthèse n’est pas fermée.', 'A parenthesis is not closed.')
    return node
  }

  #escaped(): CharTest {
    const char = this.#chars[this.#at++]
    if (char === undefined) refuse('Le motif finit sur « \\ ».', 'The pattern ends with “\\”.')
    const known = classes[char as string]
    if (known) return known
    if (/^[a-z0-9]$/i.test(char as string))
      refuse(
        `« \\${char} » n’est pas admis : seuls le sont \\d, \\w, \\s, leurs contraires et les signes (\\., \\-…).`,
        `“\\${char}” is not accepted: only \\d, \\w, \\s, their opposites and signs (\\., \\-…) are.`,
      )
    return exactly(char as string)
  }

  #set(): CharTest {
    const isOpposite = this.#take('^')
    const parts: CharTest[] = []
    while (this.#next !== ']') {
      if (this.#next === undefined) refuse('Un crochet n’est pas fermé.', 'A bracket is not closed.')
      parts.push(this.#setPart())
    }
    this.#at += 1
    const isIn: CharTest = (char) => parts.some((part) => part(char))
    return isOpposite ? (char) => !isIn(char) : isIn
  }

  #setPart(): CharTest {
    const from = this.#chars[this.#at++] as string
    const first = from === '\\' ? this.#escapedInSet() : from
    if (typeof first !== 'string') return first
    if (this.#next !== '-' || this.#chars[this.#at + 1] === ']' || this.#chars[this.#at + 1] === undefined)
      return exactly(first)
    this.#at += 1
    const to = this.#chars[this.#at++] as string
    const last = to === '\\' ? this.#escapedInSet() : to
    if (typeof last !== 'string' || order(last) < order(first))
      return refuse(`L’étendue « ${from}-${to} » est à l’envers.`, `The range “${from}-${to}” is reversed.`)
    return folded((char) => order(char) >= order(first) && order(char) <= order(last))
  }

  #escapedInSet(): string | CharTest {
    const char = this.#next
    const test = this.#escaped()
    return char !== undefined && classes[char] ? test : (char as string)
  }

  #repeated(node: Node): Node {
    const bounds = this.#bounds()
    if (!bounds) return node
    if ('at' in node) refuse('« ^ » et « $ » ne se répètent pas.', '“^” and “$” do not repeat.')
    // Lazy or not, what is found is the same.
    this.#take('?')
    if (this.#next !== undefined && '*+?{'.includes(this.#next))
      refuse(`« ${this.#next} » suit déjà une répétition.`, `“${this.#next}” follows a repetition already.`)
    return { of: node, ...bounds }
  }

  #bounds(): { min: number; max: number } | null {
    if (this.#take('*')) return { min: 0, max: Infinity }
    if (this.#take('+')) return { min: 1, max: Infinity }
    if (this.#take('?')) return { min: 0, max: 1 }
    if (this.#next !== '{') return null
    const read = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(this.#chars.slice(this.#at).join(''))
    const [whole = '', low = '', comma, high] = read ?? []
    const min = Number(low)
    const max = comma === undefined ? min : high === undefined ? Infinity : Number(high)
    if (!read || max < min)
      refuse('Une répétition s’écrit {2}, {2,} ou {2,5}.', 'A repetition is written {2}, {2,} or {2,5}.')
    if (Math.max(min, max === Infinity ? 0 : max) > 50)
      refuse('Une répétition compte 50 fois au plus.', 'A repetition counts 50 times at most.')
    this.#at += whole.length
    return { min, max }
  }
}

const order = (char: string) => char.codePointAt(0) ?? 0

function stepsOf(node: Node): Step[] {
  const steps: Step[] = []
  const add = (step: Step): number => {
    if (steps.length >= mostSteps)
      refuse('Le motif est trop long une fois déplié.', 'The pattern is too long once unfolded.')
    return steps.push(step) - 1
  }
  const write = (one: Node): void => {
    if ('char' in one || 'at' in one) return void add(one)
    if ('all' in one) return one.all.forEach(write)
    if ('any' in one) return writeAny(one.any)
    for (let i = 0; i < one.min; i++) write(one.of)
    if (one.max === Infinity) return writeLoop(one.of)
    const exits: number[] = []
    for (let i = one.min; i < one.max; i++) {
      exits.push(add({ to: [] }))
      write(one.of)
    }
    for (const exit of exits) steps[exit] = { to: [exit + 1, steps.length] }
  }
  const writeLoop = (one: Node) => {
    const head = add({ to: [] })
    write(one)
    add({ to: [head] })
    steps[head] = { to: [head + 1, steps.length] }
  }
  const writeAny = (branches: readonly Node[]) => {
    const head = add({ to: [] })
    const starts: number[] = []
    const ends: number[] = []
    for (const branch of branches) {
      starts.push(steps.length)
      write(branch)
      ends.push(add({ to: [] }))
    }
    steps[head] = { to: starts }
    for (const end of ends) steps[end] = { to: [steps.length] }
  }
  write(node)
  add({ found: true })
  return steps
}

/** All ways of matching side by side, one character at a time. */
function run(steps: readonly Step[], text: string): boolean {
  const chars = Array.from(text)
  let now: number[] = []
  for (let at = 0; at <= chars.length; at++) {
    const seen = new Set<number>()
    const waiting = [0, ...now]
    const next: number[] = []
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (seen.has(place)) continue
      seen.add(place)
      const step = steps[place] as Step
      if ('found' in step) return true
      if ('to' in step) waiting.push(...step.to)
      else if ('at' in step) {
        if (at === (step.at === 'start' ? 0 : chars.length)) waiting.push(place + 1)
      } else if (at < chars.length && step.char(chars[at] as string)) next.push(place + 1)
    }
    now = next
  }
  return false
}
