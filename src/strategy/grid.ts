import * as z from 'zod'

/** Parts of the day, by the hour they begin at; each lasts until the next, night until 6 in the morning. */
export const slots = ['dawn', 'morning', 'lunch', 'afternoon', 'evening', 'night'] as const
export type Slot = (typeof slots)[number]
const slotStarts: readonly (readonly [number, Slot])[] = [
  [22, 'night'],
  [18, 'evening'],
  [14, 'afternoon'],
  [12, 'lunch'],
  [9, 'morning'],
  [6, 'dawn'],
]

export const dayTypes = ['week', 'weekend'] as const
export type DayType = (typeof dayTypes)[number]

/** When a persona can be reached: a kind of day and a part of it, "week-evening". */
export type Moment = `${DayType}-${Slot}`
export const moments: readonly Moment[] = dayTypes.flatMap((day) => slots.map((slot) => `${day}-${slot}` as const))

export const devices = ['mobile', 'desktop', 'tablet', 'offline'] as const
export type Device = (typeof devices)[number]

/** What a content is; one list for what personas like and for what is produced, so that they can be compared. */
export const formats = ['article', 'post', 'image', 'video', 'story', 'audio', 'newsletter', 'print', 'event'] as const
export type Format = (typeof formats)[number]

/** 0 never, 1 sometimes, 2 often, 3 the best moment. */
export const maxIntensity = 3

const cellSchema = z.strictObject({
  /** uuid of a support of the project. */
  support: z.uuid(),
  moment: z.enum(moments),
  device: z.enum(devices),
  format: z.enum(formats),
  intensity: z.number().int().min(1).max(maxIntensity),
})

/** A persona's preferences: only cells above 0 are kept, each place of the grid at most once. */
export const gridSchema = z
  .array(cellSchema)
  .max(5_000)
  .refine((cells) => new Set(cells.map(keyOf)).size === cells.length, 'twice the same cell')

export type Cell = z.infer<typeof cellSchema>
export type Grid = readonly Cell[]

/** A sheet of the grid: what is edited at once is supports × moments. */
export interface Layer {
  readonly device: Device
  readonly format: Format
}

export type Place = Omit<Cell, 'intensity'>

const keyOf = (place: Place) => `${place.support} ${place.moment} ${place.device} ${place.format}`

/** Intensity at one place, 0 where nothing is kept. */
export function intensityAt(grid: Grid, place: Place): number {
  const key = keyOf(place)
  return grid.find((cell) => keyOf(cell) === key)?.intensity ?? 0
}

/** The grid with one place changed; 0 takes the cell out, so that equal grids are equal values. */
export function withIntensity(grid: Grid, place: Place, intensity: number): Cell[] {
  const key = keyOf(place)
  const others = grid.filter((cell) => keyOf(cell) !== key)
  const kept = Math.min(maxIntensity, Math.max(0, Math.round(intensity)))
  return sorted(kept === 0 ? others : [...others, { ...place, intensity: kept }])
}

/** One layer replaced by what a form sent (support → moment → intensity); the other layers are kept. */
export function withLayer(
  grid: Grid,
  layer: Layer,
  sent: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Cell[] {
  const others = grid.filter(
    (cell) => cell.device !== layer.device || cell.format !== layer.format || !(cell.support in sent),
  )
  const cells = Object.entries(sent).flatMap(([support, row]) =>
    moments.flatMap((moment) => {
      const intensity = Math.min(maxIntensity, Math.max(0, Math.round(row[moment] ?? 0)))
      return intensity > 0 ? [{ support, moment, ...layer, intensity }] : []
    }),
  )
  return sorted([...others, ...cells])
}

function sorted(cells: readonly Cell[]): Cell[] {
  return cells.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** Support × moment over all devices and formats: the strongest cell counts. */
export function summary(grid: Grid): Map<string, Map<Moment, number>> {
  const rows = new Map<string, Map<Moment, number>>()
  for (const { support, moment, intensity } of grid) {
    const row = rows.get(support) ?? new Map<Moment, number>()
    row.set(moment, Math.max(intensity, row.get(moment) ?? 0))
    rows.set(support, row)
  }
  return rows
}

/** When a persona can be reached on a support, strongest first. */
export function momentsOf(grid: Grid, support: string): { moment: Moment; intensity: number }[] {
  const row = summary(grid).get(support) ?? new Map<Moment, number>()
  return moments
    .flatMap((moment) => ({ moment, intensity: row.get(moment) ?? 0 }))
    .filter(({ intensity }) => intensity > 0)
    .toSorted((a, b) => b.intensity - a.intensity || moments.indexOf(a.moment) - moments.indexOf(b.moment))
}

/** How many cells each layer holds, to show where something was said. */
export const cellsIn = (grid: Grid, layer: Layer): number =>
  grid.filter((cell) => cell.device === layer.device && cell.format === layer.format).length

/** Saturday and Sunday are the weekend. `day` is 'YYYY-MM-DD'. */
export const dayTypeOf = (day: string): DayType => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 ? 'weekend' : 'week'
}

/** The part of the day an hour (0–23) falls in. */
export const slotOf = (hour: number): Slot => slotStarts.find(([start]) => hour >= start)?.[1] ?? 'night'

/**
 * Whether a day, and the hour where it is known, is one of the persona's moments on a support.
 * The small hours belong to the night of the evening before: Saturday 1 a.m. is a week night.
 * @returns null where the persona says nothing of this support.
 */
export function suits(grid: Grid, support: string, day: string, hour: number | null): boolean | null {
  const wanted = momentsOf(grid, support)
  if (wanted.length === 0) return null
  if (hour === null) return wanted.some(({ moment }) => moment.startsWith(`${dayTypeOf(day)}-`))
  const evening = hour < 6 ? new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) : day
  return wanted.some(({ moment }) => moment === `${dayTypeOf(evening)}-${slotOf(hour)}`)
}

/** A grid read from the database or nowhere: what does not hold is no grid. */
export function gridFrom(value: unknown): Cell[] {
  const parsed = gridSchema.safeParse(value)
  return parsed.success ? parsed.data : []
}
