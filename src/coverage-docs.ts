import { catalog } from './catalog.ts'
import { competencies, competencyOf } from './projects/framework.ts'

/** docs/coverage.md, generated from the catalogue: `node src/coverage-docs.ts > docs/coverage.md`. A test keeps it current. */
export function coveragePage(): string {
  const groups = competencies.map(({ code, activity, criteria }) => {
    const rules = catalog.rules.filter(({ criterion }) => competencyOf(criterion) === code)
    const head = `## ${criteria[0]?.code ?? code}, ${activity}`
    if (rules.length === 0) return `${head}\n\nAucune règle encore / no rule yet.\n`
    const rows = rules.map(({ id, words }) => `| \`${id}\` | ${words.fr} | ${words.en} |`)
    return `${head}\n\n| règle / rule | ce qui tient | what holds |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Contrôle de couverture / coverage check

Generated from \`src/catalog.ts\` by \`node src/coverage-docs.ts > docs/coverage.md\`; do not edit.

A rule states a fact about links and completeness, and never gives a mark. ${catalog.rules.length} rules.

${groups.join('\n')}`
}

if (import.meta.main) process.stdout.write(coveragePage())
