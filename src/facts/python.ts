/** Versions with security support for at least a year, and an official slim image on Debian trixie. */
export const pythonVersions = ['3.11', '3.12', '3.13', '3.14', '3.15'] as const

export type PythonVersion = (typeof pythonVersions)[number]

/** Month in which upstream security support ends (devguide.python.org/versions). */
export const endOfLife: Record<PythonVersion, string> = {
  '3.11': '2027-10',
  '3.12': '2028-10',
  '3.13': '2029-10',
  '3.14': '2030-10',
  '3.15': '2031-10',
}
