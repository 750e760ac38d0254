import type { SpecRule } from './rule.ts'

/** Variables that add an index to those an installer asks anyway. */
const variables = ['PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS', 'UV_EXTRA_INDEX_URL', 'UV_FIND_LINKS']

export const extraIndexInEnvironment = {
  id: 'extra-index-in-environment',
  severity: 'error',
  why: 'With an extra index any index may serve any name and the highest version wins: whoever registers a private name elsewhere gets into the image. The variable would also stay in the image.',
  fix: 'Name the index and its packages under `dependencies.indexes`.',
  find: ({ image }) =>
    variables
      .filter((name) => image?.env?.[name] !== undefined)
      .map((name) => ({
        path: ['image', 'env', name],
        at: 'key' as const,
        message: `${name} makes every install of the build ask one more index for every package.`,
      })),
} as const satisfies SpecRule
