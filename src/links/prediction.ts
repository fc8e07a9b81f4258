import { isOwn, ruleFinder, type RuleOf, standardEntries } from '../collect/channel-rules.ts'
import { unassigned } from '../collect/channel.ts'
import { knownSource } from '../collect/source.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { ownName } from '../analytics/labels.ts'
import type { Words } from '../errors.ts'
import { conventional } from './links.ts'
import type { Utm } from './utm.ts'

/** What a tracked link will become in the figures, said before it is published. */
export interface Prediction {
  readonly channel: string
  readonly warnings: readonly Words[]
}

/**
 * The channel that visits through a link will have, and the traps its parameters fall into.
 * @param mode the site's privacy mode: the exempt one drops campaign parameters
 * @param ruleOf finds the rule in force on the site that the link leads to
 */
export function predict(
  utm: Utm,
  mode: 'exempt' | 'consent' | null = null,
  ruleOf: RuleOf = standardRuleOf,
): Prediction {
  const source = utm.utmSource ?? ''
  const medium = utm.utmMedium ?? ''
  const campaign = utm.utmCampaign ?? ''
  const rule = ruleOf({ source, medium, campaign })
  const channel = rule?.channel ?? unassigned
  const isChosen = rule !== undefined && isOwn(rule.entry)
  const name = { fr: ownName(audienceFr.channels, channel), en: channel }
  const warnings = traps
    .map((trap) => trap({ source, medium, campaign, channel, isChosen, name }))
    .filter((words) => words !== null)
  return { channel, warnings: mode === 'exempt' ? [...warnings, exemptWarning] : warnings }
}

const standardRuleOf = ruleFinder(standardEntries)

interface Given {
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly channel: string
  /** A rule of the site's own gives the channel: that it is not the product's is no surprise. */
  readonly isChosen: boolean
  /** The channel as it is called on screen. */
  readonly name: Words
}

const isEmail = (text: string) => ['email', 'e-mail', 'e_mail', 'e mail'].includes(text.trim().toLowerCase())
const isPaidMedium = (medium: string) => /^(.*cp.*|ppc|retargeting|paid.*)$/.test(medium.toLowerCase())

type Trap = (given: Given) => Words | null

/** Known traps of the channel table, each told with what happens and how to avoid it. */
const traps: readonly Trap[] = [
  ({ source, medium, campaign }) =>
    source === '' && (medium !== '' || campaign !== '')
      ? {
          fr: 'Sans utm_source, la source sera celle du site d’où vient le clic, ou aucune : indiquez d’où part le lien.',
          en: 'Without utm_source the source will be the referrer, or none: say where the link is published.',
        }
      : null,
  ({ source, medium }) =>
    source !== '' && medium === ''
      ? {
          fr: 'Sans utm_medium, le canal se devine à la seule source : écrivez email, social, cpc, referral…',
          en: 'Without utm_medium the channel is guessed from the source alone: write email, social, cpc, referral…',
        }
      : null,
  ({ source, medium, channel, campaign, isChosen, name }) =>
    !isChosen && (isEmail(source) || isEmail(medium) || /newsletter|lettre/i.test(source)) && channel !== 'Email'
      ? channel.endsWith('Shopping')
        ? {
            fr: `La campagne « ${campaign} » contient « shop » : cet e-mail sera compté dans le canal « ${name.fr} », pas « E-mail ». Changez son nom.`,
            en: `Campaign “${campaign}” contains “shop”: this e-mail will count as ${name.en}, not Email. Rename it.`,
          }
        : knownSource(source)?.kind === 'social'
          ? {
              fr: `La source « ${source} » est un réseau social : malgré le medium email, la visite sera comptée dans le canal « ${name.fr} ». Prenez pour source le nom de la lettre.`,
              en: `Source “${source}” is a social network: in spite of medium email the visit will count as ${name.en}. Use the newsletter’s name as the source.`,
            }
          : {
              fr: `Cet e-mail sera compté dans le canal « ${name.fr} », pas « E-mail » : le medium doit être « email ».`,
              en: `This e-mail will count as ${name.en}, not Email: the medium must be “email”.`,
            }
      : null,
  ({ source, medium, channel, campaign, isChosen, name }) =>
    !isChosen &&
    channel.endsWith('Shopping') &&
    !isEmail(medium) &&
    !isEmail(source) &&
    knownSource(source)?.kind !== 'shopping'
      ? {
          fr: `La campagne « ${campaign} » contient « shop » : elle sera comptée dans le canal « ${name.fr} ».`,
          en: `Campaign “${campaign}” contains “shop”: it will count as ${name.en}.`,
        }
      : null,
  ({ source, medium, channel, isChosen }) =>
    !isChosen && medium.toLowerCase() === 'cpm' && channel === 'Paid Search'
      ? {
          fr: `« cpm » sur le moteur « ${source} » donne le canal « Recherche payante », pas « Bannières » : pour des bannières, prenez le medium « display ».`,
          en: `“cpm” on search engine “${source}” gives Paid Search, not Display: for banners use medium “display”.`,
        }
      : null,
  ({ source, medium, channel, isChosen, name }) =>
    !isChosen &&
    !isPaidMedium(medium) &&
    /^(ads?|sponsored|sponsorise|promo|boost|pub)$/i.test(medium.trim()) &&
    !channel.startsWith('Paid')
      ? {
          fr: `Le medium « ${medium} » n’est pas reconnu comme payant : la visite sera comptée dans le canal « ${name.fr} ». Écrivez « cpc » ou « paid_social ».`,
          en: `Medium “${medium}” is not known as paid: the visit will count as ${name.en}. Write “cpc” or “paid_social”.`,
        }
      : source !== '' && channel === 'Unassigned'
        ? {
            fr: `« ${source} » avec le medium « ${medium} » n’entre dans aucun canal : la visite sera « Non classée ».`,
            en: `“${source}” with medium “${medium}” fits no channel: the visit will be “Unassigned”.`,
          }
        : null,
  ({ source, medium, campaign }) => {
    const odd = [source, medium, campaign].find((text) => text !== '' && text !== conventional(text))
    return odd === undefined
      ? null
      : {
          fr: `« ${odd} » et « ${conventional(odd)} » feraient deux lignes dans les tableaux : gardez des minuscules sans accent.`,
          en: `“${odd}” and “${conventional(odd)}” would be two rows in every table: keep lower case without accents.`,
        }
  },
]

const exemptWarning: Words = {
  fr: 'Le site est en mode exempté : il n’enregistre pas les paramètres de campagne. Les clics du lien sont comptés, les visites de la campagne ne le sont pas.',
  en: 'The site is in exempt mode: it does not keep campaign parameters. The link’s clicks are counted, the campaign’s visits are not.',
}
