import { describeInContainers } from '../../support/probed-examples.ts'

describeInContainers('buildkit')
