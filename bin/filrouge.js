#!/usr/bin/env node
import { become, build, install, root } from './bootstrap.js'
import { join } from 'node:path'

install()
build()
become([join(root, 'src/cli.ts'), ...process.argv.slice(2)])
