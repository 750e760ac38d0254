import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licenses of everything that is bundled: the bundle is a copy of it, and their terms ask for the notice. */
export function collectLicenses(bundledFiles) {
  const folders = bundledFiles.map(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0],
  )
  return [...new Set(folders.filter(Boolean))].sort().map(describePackage).join('\n\n')
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licensed under ${license}.`
  return `${name} ${version} (${license})\n\n${text}\n`
}
