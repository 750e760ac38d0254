import type { Plugin as EsbuildPlugin } from 'esbuild'
import type { Plugin as VitePlugin } from 'vite'

export const templateHelpers: readonly string[]
export function precompileTemplate(source: string): string
export const handlebarsPlugin: { esbuild(): EsbuildPlugin; vite(): VitePlugin }
