import { type RouteConfig, index, layout, route } from '@react-router/dev/routes'

/** Every page of the product. Order does not matter: the more exact address wins. */
export default [
  index('projects/home.page.tsx'),
  route('ui', 'ui/ui.page.tsx'),
  route('preferences', 'accounts/preferences.page.ts'),

  layout('accounts/account.layout.tsx', [
    route('welcome', 'accounts/welcome.page.tsx'),
    route('sign-in', 'accounts/sign-in.page.tsx'),
    route('sign-in/second-factor', 'accounts/second-factor.page.tsx'),
    route('join/:token', 'accounts/join.page.tsx'),
    route('g/:token', 'accounts/guest.page.tsx'),
    route('reset/:token', 'accounts/reset.page.tsx'),
  ]),
  route('sign-out', 'accounts/sign-out.page.tsx'),

  layout('projects/workspace.layout.tsx', [
    route('account', 'accounts/account.page.tsx'),
    route('w/:workspace', 'projects/projects.page.tsx'),
    route('w/:workspace/new', 'projects/new-project.page.tsx'),
    route('w/:workspace/members', 'accounts/members.page.tsx'),
    route('w/:workspace/keys', 'accounts/keys.page.tsx'),
    route('w/:workspace/settings', 'accounts/workspace-settings.page.tsx'),
  ]),
  route('w/:workspace/search', 'projects/search.page.ts'),

  route('w/:workspace/p/:project', 'projects/project.layout.tsx', [
    index('projects/map.page.tsx'),
    route('coverage', 'projects/coverage.page.tsx'),
    route('settings', 'projects/settings.page.tsx'),
    route('guests', 'accounts/guests.page.tsx'),
    route('trash', 'projects/trash.page.tsx'),
    // Each room's own pages come here, a line a page.
    route('swot', 'diagnosis/swot.page.tsx'),
    route('strategy', 'strategy/strategy.page.tsx'),
    route('personas/:id/grid', 'strategy/grid.page.tsx'),
    route('budget', 'budget/budget.page.tsx'),
    route('plan', 'planning/plan.page.tsx'),
    route('calendar', 'content/calendar.page.tsx'),
    route('sites', 'collect/sites.page.tsx'),
    route('sites/:domain', 'collect/site.page.tsx'),
    route('audience', 'analytics/audience.page.tsx'),
    route('link-builder', 'links/builder.page.tsx'),
    route('link-naming', 'links/naming.page.tsx'),
    route('links/:id/visits', 'links/link-visits.page.tsx'),
    route('kpi-board', 'kpis/kpi-board.page.tsx'),
    route('kpis/:id/follow-up', 'kpis/follow-up.page.tsx'),
    route('recommendations/:id/decision', 'recommendations/decision.page.tsx'),
    route('decisions', 'recommendations/queue.page.tsx'),
    route('reports/:id/page', 'reports/report.page.tsx'),

    route(':kind', 'projects/list.page.tsx'),
    route(':kind/new', 'projects/new.page.tsx'),
    route(':kind/:id', 'projects/object.page.tsx'),
    route(':kind/:id/thread', 'projects/thread.page.tsx'),
  ]),
  route('w/:workspace/p/:project/export/:kind', 'projects/export.page.ts'),
  route('w/:workspace/p/:project/audience/now', 'analytics/audience-now.page.ts'),
  route('w/:workspace/p/:project/audience/answer', 'analytics/answer.page.ts'),
  route('w/:workspace/p/:project/audience/export/:panel', 'analytics/audience-export.page.ts'),
  route('w/:workspace/p/:project/links/:id/qr/:format', 'links/qr.page.ts'),
  route('w/:workspace/p/:project/budget/export', 'budget/export.page.ts'),
  route('w/:workspace/p/:project/recommendations/from/:kpi', 'recommendations/from-kpi.page.ts'),
  route('w/:workspace/p/:project/reports/:id/pdf', 'reports/pdf.page.ts'),
  route('w/:workspace/p/:project/reports/:id/tables/:table', 'reports/table.page.ts'),
  route('*', 'projects/not-found.page.tsx'),
] satisfies RouteConfig
