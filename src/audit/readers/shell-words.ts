const word = /(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|[^\s"'\\;&|])+|[;&|]+/g

/** The words of a command line, unquoted; `&&`, `;` and `|` are words of their own. Nothing is expanded. */
export function splitWords(text: string): string[] {
  return (text.match(word) ?? []).map((quoted) =>
    quoted.replace(
      /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|\\([\s\S])/g,
      (_, double, single, escaped) =>
        double === undefined ? (single ?? escaped) : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  )
}

/** Whether a word ends a command and starts another. */
export function isOperator(text: string): boolean {
  return /^[;&|]+$/.test(text)
}

/** Replaces `$NAME` and `${NAME:-default}`; undefined when a variable has neither a value nor a default. */
export function expandVariables(
  text: string,
  environment: Readonly<Record<string, string>>,
): string | undefined {
  let isKnown = true
  const expanded = text.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (_, braced, fallback, bare) => {
      const value = environment[braced ?? bare] ?? fallback
      isKnown &&= value !== undefined
      return value ?? ''
    },
  )
  return isKnown && !expanded.includes('$(') ? expanded : undefined
}
