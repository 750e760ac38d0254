import { dockerRuntimeWith } from '../../../src/verify/runtimes/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { describeExamples } from '../../support/proven-examples.ts'

describeWithDocker(
  'examples in containers, buildkit builder',
  async () => {},
  (docker) => {
    describeExamples('buildkit', () =>
      dockerRuntimeWith({ env: docker().env, builder: 'buildkit' }),
    )
  },
)
