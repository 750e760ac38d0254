/** One question to a person at a terminal. */
export type Question =
  | {
      readonly kind: 'text'
      readonly message: string
      readonly initial: string
      validate(answer: string): string | undefined
    }
  | {
      readonly kind: 'choice'
      readonly message: string
      readonly options: readonly { value: string; hint?: string }[]
    }

/** Asks; undefined when the person breaks off. The prompts are loaded only here, where they are needed. */
export async function ask(question: Question): Promise<string | undefined> {
  const prompts = await import('@clack/prompts')
  const { message } = question
  const answer =
    question.kind === 'text'
      ? await prompts.text({
          message,
          placeholder: question.initial,
          defaultValue: question.initial,
          validate: (text) => question.validate(text || question.initial),
        })
      : await prompts.select({
          message,
          options: question.options.map((option) => ({ label: option.value, ...option })),
        })
  return prompts.isCancel(answer) ? undefined : String(answer)
}
