#!/usr/bin/env node
import { become, build, install, root } from './bootstrap.js'
import { join } from 'node:path'

install()
build()
// `npm run` moves to the folder of package.json; files are named from where the user stands.
const cwd = process.env.npm_lifecycle_event === 'filrouge' ? process.env.INIT_CWD : undefined
become([join(root, 'src/cli.ts'), ...process.argv.slice(2)], cwd ? { cwd } : {})
