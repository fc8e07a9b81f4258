/** Text to copy into a site; long lines scroll, by keyboard too. */
export const Snippet = ({ label, children }: { readonly label: string; readonly children: string }) => (
  <pre className="code" tabIndex={0} role="group" aria-label={label}>
    <code>{children}</code>
  </pre>
)
