/** The regions of France as tiles: each a square about where it stands, so that a small one is read as well as a large one. */
export interface Tile {
  readonly code: string
  readonly name: string
  /** Other names a table of places gives it. */
  readonly also: readonly string[]
  readonly column: number
  readonly row: number
}

const tile = (code: string, name: string, column: number, row: number, ...also: string[]): Tile => ({
  code,
  name,
  also,
  column,
  row,
})

export const tiles: readonly Tile[] = [
  tile('HDF', 'Hauts-de-France', 2, 0),
  tile('NOR', 'Normandie', 1, 1, 'Normandy'),
  tile('IDF', 'Île-de-France', 2, 1),
  tile('GES', 'Grand Est', 3, 1),
  tile('BRE', 'Bretagne', 0, 2, 'Brittany'),
  tile('PDL', 'Pays de la Loire', 1, 2),
  tile('CVL', 'Centre-Val de Loire', 2, 2, 'Centre'),
  tile('BFC', 'Bourgogne-Franche-Comté', 3, 2),
  tile('NAQ', 'Nouvelle-Aquitaine', 1, 3),
  tile('ARA', 'Auvergne-Rhône-Alpes', 3, 3),
  tile('OCC', 'Occitanie', 2, 4, 'Occitania'),
  tile('PAC', 'Provence-Alpes-Côte d’Azur', 3, 4),
  tile('COR', 'Corse', 4, 5, 'Corsica'),
  tile('GLP', 'Guadeloupe', 0, 6),
  tile('MTQ', 'Martinique', 1, 6),
  tile('GUF', 'Guyane', 2, 6, 'French Guiana', 'Guyane française'),
  tile('REU', 'La Réunion', 3, 6, 'Réunion'),
  tile('MYT', 'Mayotte', 4, 6),
]

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()

const byName = new Map(tiles.flatMap((one) => [one.name, ...one.also].map((name) => [plain(name), one] as const)))

/** The tile of a region, by whichever of its names, accents or not; null for a place that is no region of France. */
export const tileOf = (region: string): Tile | null => byName.get(plain(region)) ?? null
