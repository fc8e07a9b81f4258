/** Where our list of sources and a public one part, and why. Checked against the lists themselves by source-lists.test.ts. */
export interface ComparedList {
  readonly name: string
  readonly from: string
  readonly rows: number
  readonly differences: readonly Difference[]
}

interface Difference {
  /** As the list writes it; several when they differ for one reason. */
  readonly sources: readonly string[]
  readonly theirs: string
  readonly ours: string
  readonly why: string
}

const video = 'A video platform: its visits belong to Organic Video, where Google puts YouTube and Vimeo too.'
const assistant =
  'An assistant that answers, listed by Matomo among assistants too: AI Assistants comes after Organic Search, so it must be one or the other.'
const path =
  'Only the host of a referrer is kept (measurement.md §3), so a list by path cannot be followed; the host is known.'

export const comparedLists: readonly ComparedList[] = [
  {
    name: 'Google Analytics 4, source categories',
    from: 'ga4_source_categories.csv',
    rows: 819,
    differences: [
      { sources: ['nicovideo.jp'], theirs: 'social', ours: 'video', why: video },
      {
        sources: ['mail.yandex.ru'],
        theirs: 'search',
        ours: 'mail',
        why: 'A mailbox: a link opened there was in a letter, not among results.',
      },
    ],
  },
  {
    name: 'Matomo, social networks',
    from: 'Socials.yml',
    rows: 218,
    differences: [
      { sources: ['youtube.com', 'youtu.be', 'vimeo.com', 'bilibili.com', 'nicovideo.jp'], theirs: 'social', ours: 'video', why: video },
    ],
  },
  {
    name: 'Matomo, AI assistants',
    from: 'AIAssistants.yml',
    rows: 25,
    differences: [{ sources: ['x.com/i/grok'], theirs: 'ai', ours: 'social', why: `${path} Grok’s own host, grok.com, is an assistant.` }],
  },
  {
    name: 'Matomo, search engines',
    from: 'SearchEngines.yml',
    rows: 661,
    differences: [
      { sources: ['chatgpt.com', 'chat.openai.com', 'www.perplexity.ai', 'you.com'], theirs: 'search', ours: 'ai', why: assistant },
      {
        sources: ['www.facebook.com'],
        theirs: 'search',
        ours: 'social',
        why: 'Matomo tells its search by an address we do not keep; every other visit from there is a network’s.',
      },
      {
        sources: ['www.cnn.com'],
        theirs: 'search',
        ours: 'media',
        why: 'Its search was once Google’s; a visit from a newspaper’s page is a referral.',
      },
      {
        sources: ['digg.com', 'friendfeed.com'],
        theirs: 'search',
        ours: 'social',
        why: 'Google counts it as social, and the default channel group is Google’s.',
      },
      {
        sources: [
          'bing.com/images/search', '{}.bing.com/images/search', 'google.com/cse', 'google.{}/cse', 'google.com/custom',
          'google.{}/custom', 'google.com/imgres', 'google.{}/imgres', 'google.com/products', 'google.{}/products',
          'search.yahoo.com/search/dir',
        ],
        theirs: 'search',
        ours: 'search',
        why: path,
      },
      { sources: ['apollo.lv/portal/search/'], theirs: 'search', ours: 'none', why: `${path} The rest of this one is a news site.` },
      {
        sources: ['android-app//com.google.android.googlequicksearchbox/https/www.google.com'],
        theirs: 'search',
        ours: 'search',
        why: 'Named here by the application, com.google.android.googlequicksearchbox, as the referrer gives it.',
      },
      {
        sources: ['{}.setooz.com'],
        theirs: 'search',
        ours: 'none',
        why: 'Known by its five languages; a sub-domain for every country does not exist.',
      },
    ],
  },
] // prettier-ignore
