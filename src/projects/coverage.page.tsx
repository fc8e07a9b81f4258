import { Link, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { coverage } from './coverage.ts'
import { projectFile } from './file.store.ts'
import { competencies, competencyOf, frameworkNotes } from './framework.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  if (scope.role === 'guest') throw forbidden()
  const { catalog } = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const onlyFindings = new URL(args.request.url).searchParams.get('show') === 'findings'
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const order = competencies.map(({ code }) => code)
  const report = coverage(catalog.rules, await projectFile(scope, catalog, project))
  const groups = report
    .map(({ criterion, rules }) => ({
      criterion,
      competency: competencyOf(criterion),
      text: competencies.find(({ code }) => code === competencyOf(criterion))?.criteria[0]?.text ?? null,
      note: frameworkNotes[criterion.replace(/^C(?!R)/, 'CR')] ?? null,
      rules: rules
        .filter(({ findings }) => !onlyFindings || findings.length > 0)
        .map(({ rule, findings }) => ({
          id: rule.id,
          sentence: rule.words[scope.locale],
          findings: findings.map(({ sentence, mend }) => ({
            sentence: sentence[scope.locale],
            to: `${base}/${mend.to}`,
            mend: mend.words[scope.locale],
          })),
        })),
    }))
    .sort((a, b) => order.indexOf(a.competency) - order.indexOf(b.competency))
  const findings = report.reduce((sum, group) => sum + group.rules.reduce((n, rule) => n + rule.findings.length, 0), 0)
  return { groups, findings, rules: catalog.rules.length, onlyFindings }
}

export default function CoveragePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).coverage
  return (
    <Page
      title={t.title}
      lead={t.lead}
      toolbar={<Link to={data.onlyFindings ? '?' : '?show=findings'}>{data.onlyFindings ? t.everything : t.only}</Link>}
    >
      <p>
        <strong>{t.total(data.findings, data.rules)}</strong>
      </p>
      {data.groups.every(({ rules }) => rules.length === 0) ? <p>{t.clean}</p> : null}
      {data.groups
        .filter(({ rules }) => rules.length > 0)
        .map((group) => (
          <section
            key={group.criterion}
            id={group.competency}
            className="criterion"
            aria-labelledby={`${group.criterion}-title`}
          >
            <h2 id={`${group.criterion}-title`}>
              {group.text === null ? t.competency : t.criterion} {group.criterion}
            </h2>
            {group.text ? (
              <p lang="fr" className="quiet">
                {group.text}
              </p>
            ) : (
              <p className="quiet">{t.missingCriterion(group.criterion)}</p>
            )}
            {group.note ? (
              <p lang="fr" className="quiet">
                {group.note}
              </p>
            ) : null}
            <ul className="rules">
              {group.rules.map((rule) => (
                <li key={rule.id} id={rule.id}>
                  <div className="rule-head">
                    <span>{rule.sentence}</span>
                    {rule.findings.length === 0 ? (
                      <Status tone="good">{t.ok}</Status>
                    ) : (
                      <Status tone="warn">{t.toMend(rule.findings.length)}</Status>
                    )}
                    <code className="quiet">{rule.id}</code>
                  </div>
                  {rule.findings.length > 0 ? (
                    <ul>
                      {rule.findings.map((finding) => (
                        <li key={`${finding.to} ${finding.sentence}`}>
                          {finding.sentence} <Link to={finding.to}>{finding.mend}</Link>
                        </li>
                      ))}
                    </ul>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        ))}
    </Page>
  )
}
