import type { PromiseId } from '../../promises.ts'

/** A part of a file that a promise rests on, and that a person's template changed or undermined. */
export interface Broken {
  readonly promise: PromiseId
  /** Of the rendered file; absent when the whole file is meant. */
  readonly line?: number
  readonly message: string
}

/**
 * Holds what a person's template rendered against what the built-in one renders of the same description. The rules
 * find hazards; this finds what is missing, and what no rule can judge, such as the order of the layers in Python.
 */
export type Guard = (own: string, builtIn: string) => Broken[]
