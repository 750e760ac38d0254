import { findIgnoring, ignoreList } from '../../facts/ignore-list.ts'
import { managers } from '../../facts/managers.ts'
import { joinPath } from '../../facts/paths.ts'
import type { SpecRule } from './rule.ts'

export const neededFileIsIgnored = {
  id: 'needed-file-is-ignored',
  severity: 'error',
  why: 'The ignore list keeps secrets, tests and caches out of the build; a file on it cannot be copied into the image.',
  fix: 'Move the file, or take the entry out of `image.ignore`.',
  find: ({ app, appDir, context, dependencies, image, root = '.' }) => {
    const folder = context === 'repository' ? root : '.'
    const ignored = ignoreList(image?.ignore ?? [], [folder])
    const files = dependencies?.files ?? managers[dependencies?.manager ?? 'pip'].files
    const module = (app?.split(':')[0] ?? '').replaceAll('.', '/')
    const source = joinPath(appDir ?? '.', `${module}.py`)
    const hidesApp = app === undefined ? undefined : findIgnoring(joinPath(folder, source), ignored)
    const appHit = hidesApp
      ? [
          {
            path: ['app'],
            message: `\`${hidesApp.dockerignorePattern}\` keeps ${source} out of the image.`,
          },
        ]
      : []
    const fileHits = files.flatMap((file, index) => {
      const entry = findIgnoring(joinPath(folder, file), ignored)
      if (!entry) return []
      const path = dependencies?.files ? ['dependencies', 'files', index] : ['image', 'ignore']
      return [
        {
          path,
          message: `${file} is needed, but \`${entry.dockerignorePattern}\` keeps it out of the build.`,
        },
      ]
    })
    return [...appHit, ...fileHits]
  },
} as const satisfies SpecRule
