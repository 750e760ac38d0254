import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Pictures of the terminal for the README, from real runs: `npm run pictures`. */
const project = fileURLToPath(new URL('..', import.meta.url))
const cell = { width: 8.4, height: 19 }
const margin = 16
const colors = {
  31: '#ff7b72',
  32: '#3fb950',
  33: '#d29922',
  35: '#d2a8ff',
  36: '#79c0ff',
}

const mistakes = `name: Hoptix_Backend
root: backend
app: app:app
framework: flsk
python: 3.10
wrokers: 4
cors:
  origins: ["*"]
  credentials: true
`

picture('plan', ['plan'])
picture('error', ['generate'], mistakes)

function picture(name, args, description) {
  const folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-'))
  cpSync(join(project, 'examples/flask-guide'), folder, { recursive: true })
  if (description) writeFileSync(join(folder, 'hoptix.yaml'), description)
  const { stdout } = spawnSync(process.execPath, [join(project, 'bin/hoptix-deploy.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1', COLUMNS: '92' },
  })
  rmSync(folder, { recursive: true })
  mkdirSync(join(project, 'docs/images'), { recursive: true })
  const text = `$ npx hoptix-deploy ${args.join(' ')}\n\n${stdout.trimEnd()}`
  writeFileSync(join(project, `docs/images/${name}.svg`), toSvg(text))
}

function toSvg(text) {
  const lines = text.split('\n')
  const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[[0-9;]*m/g, '').length))
  const width = Math.ceil(columns * cell.width + 2 * margin)
  const height = lines.length * cell.height + 2 * margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">',
    ...lines.flatMap((line, row) => toTexts(line, margin + (row + 0.75) * cell.height)),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** One text element for each run of one style, placed by its column, so that any font keeps the columns. */
function toTexts(line, y) {
  let column = 0
  let style = ''
  return line.split(/(\u001b\[[0-9;]*m)/).flatMap((part) => {
    const code = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1]
    if (code !== undefined) {
      style = nextStyle(style, code)
      return []
    }
    const x = margin + column * cell.width
    column += part.length
    if (part.trim() === '') return []
    const length = (part.length * cell.width).toFixed(1)
    return [
      `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" textLength="${length}"${style}>${escapeXml(part)}</text>`,
    ]
  })
}

function nextStyle(style, code) {
  if (code === '1') return `${style} font-weight="bold"`
  if (code === '2') return `${style} fill-opacity="0.6"`
  return colors[code] ? `${style} fill="${colors[code]}"` : ''
}

function escapeXml(text) {
  return text.replace(
    /[&<>]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character],
  )
}
