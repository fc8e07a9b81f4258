import { renderToStaticMarkup } from 'react-dom/server'
import { RowDrawing } from '../ui/BarChart.tsx'
import { LineDrawing } from '../ui/LineChart.tsx'
import { wide } from '../ui/charts/ChartFrame.tsx'
import { paperFonts } from './document.ts'
import type { Locale } from '../i18n.ts'
import { type ReportChart, formatOf } from './section.ts'

/** A chart as an SVG file: the drawing of the screen, on its own, in the letters of the paper. */
export function chartSvg(chart: ReportChart, locale: Locale): string {
  const props = { ...chart, format: formatOf(chart, locale), width: wide }
  const drawing = chart.kind === 'line' ? <LineDrawing {...props} /> : <RowDrawing {...props} />
  return renderToStaticMarkup(drawing)
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll(/font-family="[^"]*"/g, `font-family="${paperFonts[0]}"`)
}
