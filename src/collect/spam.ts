/** Hosts that send made-up visits to be clicked on in reports. Facts gathered from public lists; each stands for its sub-domains. */
const spammers = new Set(`
semalt.com buttons-for-website.com buttons-for-your-website.com best-seo-offer.com best-seo-solution.com darodar.com econom.co
ilovevitaly.com ilovevitaly.co priceg.com makemoneyonline.com blackhatworth.com hulfingtonpost.com bestwebsitesawards.com o-o-6-o-o.com
simple-share-buttons.com social-buttons.com free-share-buttons.com event-tracking.com get-free-traffic-now.com trafficmonetize.org
webmonetizer.net floating-share-buttons.com videos-for-your-business.com success-seo.com 4webmasters.org 100dollars-seo.com
free-social-buttons.com guardlink.org sitevaluation.org traffic2money.com traffic2cash.xyz success-seo.com rank-checker.online
kambasoft.com savetubevideo.com screentoolkit.com cenoval.ru iedit.ilovevitaly.com lomb.co lombia.co ranksonic.info ranksonic.org
adcash.com share-buttons.xyz seo-platform.com website-analyzer.info uptime-checker.com site-auditor.online bot-traffic.icu
bottraffic.live trafficbot.life trafficbot.live bot-traffic.xyz traffic-bot.xyz news-grabber.ru vesnatehno.com dailyrank.net
`.trim().split(/\s+/)) // prettier-ignore

/** Whether a referrer's host is known to be made up, by our list or by the site's owner. */
export function isReferrerSpam(host: string, own: readonly string[] = []): boolean {
  for (let at = host; at.includes('.'); at = at.slice(at.indexOf('.') + 1))
    if (spammers.has(at) || own.includes(at)) return true
  return false
}
