/** An expected reason not to start: a sentence in French, then in English, shown without a stack. */
export class StartError extends Error {
  constructor(fr: string, en: string) {
    super(`${fr}\n${en}`)
    this.name = 'StartError'
  }
}
