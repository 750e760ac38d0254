/** A path below a folder; both are relative to the repository's top, with forward slashes, and `.` is the top. */
export function joinPath(folder: string, path: string): string {
  if (path === '.') return folder
  return folder === '.' ? path : `${folder}/${path}`
}
