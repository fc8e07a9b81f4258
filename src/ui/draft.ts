import { store, stored } from './stored.ts'

/** What stands in the fields of a form, by name; of a list of boxes, those ticked. */
export type Draft = Readonly<Record<string, string>>

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const isControl = (element: Element): element is Control =>
  (element instanceof HTMLInputElement && !/^(hidden|password|file|submit|button)$/.test(element.type)) ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement

/** Fields a person fills in: what only machines write, secrets and files are left out. */
const controlsOf = (form: HTMLFormElement) =>
  [...form.elements]
    .filter(isControl)
    .filter(({ name, autocomplete }) => name !== '' && !/password|one-time/.test(autocomplete))

const isTick = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)

/** A tick is known by its name and its value, any other field by its name. */
const keyOf = (control: Control) => (isTick(control) ? `${control.name}=${control.value}` : control.name)
const textOf = (control: Control) => (isTick(control) ? String(control.checked) : control.value)

export const draftOf = (form: HTMLFormElement): Draft =>
  Object.fromEntries(controlsOf(form).map((control) => [keyOf(control), textOf(control)]))

/** Whether a draft would change something of a form. */
export const differs = (draft: Draft, shown: Draft): boolean =>
  Object.entries(draft).some(([key, text]) => key in shown && shown[key] !== text)

/** Writes a draft into a form, as if it were typed again: fields that follow what is typed follow this too. */
export function takeBack(form: HTMLFormElement, draft: Draft): void {
  for (const control of controlsOf(form)) {
    const text = draft[keyOf(control)]
    if (text === undefined || text === textOf(control)) continue
    if (isTick(control)) {
      control.click()
      continue
    }
    // React keeps its own copy of a field's value: only the element's own setter tells it of a change.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')?.set?.call(control, text)
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

const nameOf = (key: string) => `filrouge:draft:${key}`
const sentName = 'filrouge:sent'

/** Keeps what is typed in this tab until it is saved. */
export const keepDraft = (key: string, draft: Draft) => store('session', nameOf(key), JSON.stringify(draft))
export const forgetDraft = (key: string) => store('session', nameOf(key), null)

export function keptDraft(key: string): Draft | null {
  try {
    return JSON.parse(stored('session', nameOf(key)) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

/** Remembers which draft is on its way to the server… */
export const draftSent = (key: string) => store('session', sentName, key)

/** …and forgets it once the server said that it is saved. */
export function draftSaved(): void {
  const key = stored('session', sentName)
  if (key === null) return
  forgetDraft(key)
  store('session', sentName, null)
}
