// Writes small MMDB files for tests: the format of MaxMind's specification 2.0, IPv6 tree, records of 24 bits.

type Value = string | number | readonly Value[] | { readonly [key: string]: Value }

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(6, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, one]) => [encode(key), encode(one)])])
}

/** Type and size, sizes under 285. Types over 7 are written after the control byte. */
function control(type: number, size: number): Buffer {
  const [length, more] = size < 29 ? [size, []] : [29, [size - 29]]
  return type <= 7 ? Buffer.from([(type << 5) | length, ...more]) : Buffer.from([length, type - 7, ...more])
}

const bitsOf = (network: string): number[] => {
  const [ip = '', bits = '32'] = network.split('/')
  const address = ip.split('.').flatMap((part) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (Number(part) >> bit) & 1))
  // IPv4 lies at ::/96.
  return [...Array.from({ length: 96 }, () => 0), ...address.slice(0, Number(bits))]
}

/** A table: IPv4 networks and what is said of them. */
export function mmdb(type: string, networks: Readonly<Record<string, Value>>): Buffer {
  const nodes: [number | null, number | null][] = [[null, null]]
  const data: Buffer[] = []
  let size = 0
  for (const [network, value] of Object.entries(networks)) {
    const bits = bitsOf(network)
    let node = 0
    for (const bit of bits.slice(0, -1)) {
      const pair = nodes[node]
      if (!pair) throw new Error('no node')
      node = pair[bit] ??= nodes.push([null, null]) - 1
    }
    const last = nodes[node]
    const bytes = encode(value)
    // Negative: an offset into the data, told once the number of nodes is known.
    if (last) last[bits.at(-1) ?? 0] = -1 - size
    data.push(bytes)
    size += bytes.length
  }
  const count = nodes.length
  const record = (value: number | null) => (value === null ? count : value < 0 ? count + 16 + (-1 - value) : value)
  const tree = Buffer.alloc(count * 6)
  for (const [i, [left, right]] of nodes.entries()) {
    tree.writeUIntBE(record(left), i * 6, 3)
    tree.writeUIntBE(record(right), i * 6 + 3, 3)
  }
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_795_000_000,
    database_type: type,
    description: { en: 'made by a test' },
    ip_version: 6,
    languages: ['en', 'fr'],
    node_count: count,
    record_size: 24,
  }
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from('ABCDEF4D61784D696E642E636F6D', 'hex'),
    encode(metadata),
  ])
}
