export const outcomes = ['approved', 'refused', 'postponed'] as const
export type Outcome = (typeof outcomes)[number]

/** Days management has before a submitted recommendation is called out. */
export const patience = 14
