/** Gathers values and gives the mark that stands for each in the text. */
export interface Params {
  readonly add: (value: unknown, type: 'String' | 'UInt32' | 'Int64' | 'Array(String)') => string
  readonly values: Readonly<Record<string, unknown>>
}

export function newParams(): Params {
  const values: Record<string, unknown> = {}
  const known = new Map<string, string>()
  const add: Params['add'] = (value, type) => {
    const identity = JSON.stringify([value, type])
    const mark = known.get(identity) ?? `p${known.size}`
    known.set(identity, mark)
    values[mark] = value
    return `{${mark}:${type}}`
  }
  return { add, values }
}

/** An instant given in milliseconds since 1970. */
export const instant = (ms: number, params: Params): string =>
  `fromUnixTimestamp64Milli(${params.add(ms, 'Int64')}, 'UTC')`
