import { findIgnoring, ignoreList } from '../../facts/ignore-list.ts'
import { managers } from '../../facts/managers.ts'
import type { SpecRule } from './rule.ts'

export const neededFileIsIgnored = {
  id: 'needed-file-is-ignored',
  severity: 'error',
  why: 'The ignore list keeps secrets, tests and caches out of the build; a file on it cannot be copied into the image.',
  fix: 'Move the file, or take the entry out of `image.ignore`.',
  find: ({ dependencies, image }) => {
    const ignored = ignoreList(image?.ignore ?? [])
    const files = dependencies?.files ?? managers[dependencies?.manager ?? 'pip'].files
    return files.flatMap((file, index) => {
      const entry = findIgnoring(file, ignored)
      if (!entry) return []
      const path = dependencies?.files ? ['dependencies', 'files', index] : ['image', 'ignore']
      return [
        {
          path,
          message: `${file} is needed, but \`${entry.dockerignorePattern}\` keeps it out of the build.`,
        },
      ]
    })
  },
} as const satisfies SpecRule
