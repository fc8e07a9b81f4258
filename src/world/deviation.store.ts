import { deviation } from '../kpis/kpi-kinds.ts'
import { type Kpi, kpi } from '../kpis/kpis.ts'
import { currentValues } from '../kpis/values.store.ts'
import { elapsedShare } from '../period.ts'
import { readObject, updateObject } from '../projects/objects.store.ts'
import type { World } from './world.store.ts'

/** The figures of the gift box's deviation are those that the traffic had on the day it was noticed. */
export async function tellDeviation({ as: { owner: scope }, project, id }: World): Promise<void> {
  const [told, late] = await Promise.all([
    readObject(scope, deviation, project.id, id('dev-gift')),
    readObject(scope, kpi, project.id, id('kpi-gift')),
  ])
  const { startsOn, endsOn, target } = late.values as Kpi
  const noticedOn = String(told.values['noticedOn'])
  if (!startsOn || !endsOn || target === null) throw new Error('the gift box has no period or no target')
  const days = await currentValues(scope, late.id, 'day', { from: startsOn, to: noticedOn })
  const actual = days.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const expected = Math.round(target * elapsedShare({ from: startsOn, to: endsOn }, noticedOn))
  const relative = Math.round((1000 * (actual - expected)) / expected) / 10
  await updateObject(scope, deviation, project.id, told.id, told.version, {
    ...told.values,
    actual,
    expected,
    relative,
  })
}
