import { test } from 'vitest'
import { auditRepo, proveArtifacts } from '../../src/audit/prove.ts'
import { diskRepo } from '../../src/io/disk-repo.ts'
import { exampleNames, renderExample } from '../support/examples.ts'

test('x', () => {
  for (const name of exampleNames) {
    const t = performance.now()
    const f = proveArtifacts(renderExample(name).artifacts)
    console.log(name, Math.round(performance.now() - t), f)
  }
  for (const dir of (process.env.DIRS ?? '').split(':').filter(Boolean)) {
    console.log(dir, auditRepo(diskRepo(dir)).map((f) => `${f.where.file}:${f.where.line} ${f.severity} ${f.rule} ${f.message}`).join('\n'))
  }
})
