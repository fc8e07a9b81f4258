import { type ComponentProps, type ReactNode, createContext, use } from 'react'
import { Link, type LinkProps } from 'react-router'

/** `main` is the one main action of a page: at most one of them on screen. */
export type ButtonTone = 'main' | 'plain' | 'quiet' | 'danger'

/** Whether the form around is being sent: its buttons then wait. */
export const FormIsBusy = createContext(false)

const classOf = (tone: ButtonTone, more?: string) => `button button-${tone}${more ? ` ${more}` : ''}`

interface Look {
  readonly tone?: ButtonTone
  /** A sign before the words; decorative. */
  readonly icon?: ReactNode
}

/** A button that does something here. Say `type="submit"` to send the form around it. */
export function Button({
  tone = 'plain',
  icon,
  children,
  className,
  type = 'button',
  onClick,
  ...more
}: ComponentProps<'button'> & Look) {
  const isBusy = use(FormIsBusy) && type === 'submit'
  return (
    <button
      {...more}
      type={type}
      className={classOf(tone, className)}
      // Not `disabled`, which would lose the focus of the person who just pressed it.
      {...(isBusy ? { 'aria-disabled': true } : {})}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    >
      {icon ? (
        <span className="button-icon" aria-hidden="true">
          {icon}
        </span>
      ) : null}
      {children}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({
  tone = 'plain',
  icon,
  children,
  className,
  ...more
}: Omit<LinkProps, 'className'> & Look & { readonly className?: string }) {
  return (
    <Link {...more} className={classOf(tone, className)}>
      {icon ? (
        <span className="button-icon" aria-hidden="true">
          {icon}
        </span>
      ) : null}
      {children}
    </Link>
  )
}
