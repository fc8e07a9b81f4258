#!/usr/bin/env node
import { check } from './ci.js'

const { passed, failed, skipped } = await check()
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
