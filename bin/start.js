#!/usr/bin/env node
import { become, build, install, root } from './bootstrap.js'
import { join } from 'node:path'

install()
build()
const demo = process.argv.includes('--demo')
// The demonstration keeps to a folder of its own unless one is named.
become(
  [join(root, 'src/server.ts'), ...process.argv.slice(2)],
  demo && !process.env.FILROUGE_DATA ? { env: { FILROUGE_DATA: 'data/demo' } } : {},
)
