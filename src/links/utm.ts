export const utmFields = ['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'] as const
export type UtmField = (typeof utmFields)[number]

/** Campaign parameters of a link. */
export type Utm = Readonly<Record<UtmField, string | null>>

export const noUtm: Utm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }
