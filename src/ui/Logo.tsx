/** A thread and its knot: the product's sign. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 20" width="32" height="20" aria-hidden="true">
      <path d="M2 16c8 0 6-12 14-12s6 12 14 12" />
      <circle cx="16" cy="4" r="3.5" />
    </svg>
  )
}
