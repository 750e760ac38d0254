/** Docker's own builder until version 22, which Porter still calls, and the one since. */
export const builders = ['classic', 'buildkit'] as const

export type Builder = (typeof builders)[number]
