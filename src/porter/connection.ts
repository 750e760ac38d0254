import * as z from 'zod/mini'
import { text } from './name.ts'
import { port } from './number.ts'

/** The five kinds of connection (Porter docs, connections, Aug 2026); one of each per service. */
export const connection = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('awsRole'), role: text('the name of an IAM role') }),
  z.strictObject({
    type: z.literal('azureManagedIdentity'),
    identityName: text('the name of a managed identity'),
    resourceGroup: text('the name of a resource group'),
  }),
  z.strictObject({
    type: z.literal('gcpServiceAccount'),
    serviceAccountEmail: text('the email of a GCP service account'),
  }),
  z.strictObject({
    type: z.literal('cloudSql'),
    config: z.strictObject({
      cloudSqlConnectionName: text('a connection name: project:region:instance'),
      cloudSqlDatabasePort: port,
      cloudSqlServiceAccount: text('the name of a GCP service account'),
    }),
  }),
  z.strictObject({
    type: z.literal('disk'),
    config: z.strictObject({ diskName: text('the name of a persistent disk') }),
  }),
])
