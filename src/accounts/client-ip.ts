/**
 * The address a request came from. Of X-Forwarded-For only what our own proxies wrote is believed: with n trusted
 * proxies, the n-th address from the right; a client can write what it likes to the left of it.
 * @param peer address at the other end of the connection
 */
export function clientIp(headers: Headers, peer: string, trustedProxies: number): string {
  if (trustedProxies === 0) return peer
  const hops = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
  return hops.at(-trustedProxies) ?? hops[0] ?? peer
}

/** What counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber holds. */
export function clientNetwork(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const gap = plain.includes('::') ? Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0') : []
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
