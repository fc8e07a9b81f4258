/**
 * Colours of the series as a paper shows them; on screen the classes `series-1`… take over and follow the theme.
 * Dark and light alternate, so that neighbours differ in grey too.
 */
export const seriesColours = ['#2f4b6e', '#b07d2f', '#2f6b5d', '#a8719f', '#5f5b56', '#7d9140'] as const

/** Attributes that give a shape the colour of its series, on screen and on paper. */
export const seriesFill = (index: number) => ({
  className: `series series-${(index % seriesColours.length) + 1}`,
  fill: seriesColours[index % seriesColours.length],
})

export const seriesStroke = (index: number) => ({
  className: `series-line series-line-${(index % seriesColours.length) + 1}`,
  stroke: seriesColours[index % seriesColours.length],
  fill: 'none',
})

/** Attributes of a text of a drawing. */
export const chartText = {
  className: 'chart-text',
  fill: '#625d57',
  fontFamily: 'Inter Variable, Inter, sans-serif',
  fontSize: 12,
}
export const chartTextStrong = { ...chartText, className: 'chart-text chart-text-strong', fill: '#1d1b19' }
