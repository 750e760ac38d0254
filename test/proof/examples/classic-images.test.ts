import { dockerRuntimeWith } from '../../../src/verify/runtimes/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { describeExamples } from '../../support/proven-examples.ts'

describeWithDocker(
  'examples in containers, classic builder',
  async () => {},
  (docker) => {
    describeExamples('classic', () => dockerRuntimeWith({ env: docker().env, builder: 'classic' }))
  },
)
