import * as z from 'zod'

const ruleDevices = ['desktop', 'mobile', 'tablet', 'tv'] as const

const rule = z.object({
  /** '' for any device. */
  device: z.enum(['', ...ruleDevices]),
  /** Two letters (ISO 3166-1), '' for any country. */
  country: z.string().regex(/^([A-Z]{2})?$/),
  destination: z.string().max(2_000),
})

/** Who is sent elsewhere than to the link's page: the first rule that fits wins, and who fits none gets the page itself. */
export const rulesSchema = z.array(rule).max(10)
