#!/usr/bin/env node
// npm run bench            every benchmark
// npm run bench -- collect one of bench/*.ts
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, node, root, run } from './bootstrap.js'

install()
build()
const all = readdirSync(join(root, 'bench'))
  .filter((file) => /^[a-z-]+\.ts$/.test(file))
  .map((file) => file.replace('.ts', ''))
const wanted = process.argv.slice(2).filter((name) => !name.startsWith('-'))
for (const name of wanted.length > 0 ? wanted : all)
  run(node(), ['--disable-warning=ExperimentalWarning', `bench/${name}.ts`])
