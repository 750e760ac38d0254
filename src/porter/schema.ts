/**
 * The strict schema of porter.yaml v2. Porter publishes none, and its own parser ignores unknown
 * keys in silence and validates almost nothing, so a misspelt key would deploy without effect.
 *
 * Keys, types and "required" were checked against the sources of docs.porter.run
 * (porter-dev/docs, applications/configuration-as-code: reference, services/web-service,
 * worker-service, job-service, autoscaling, connections, as of Aug 2026), against Porter's last
 * public parser (porter-archive, internal/porter_app/v2/yaml.go, 2024) and its charts.
 */
export { type PorterApp, type PorterService, porterApp } from './app.ts'
export { crossFieldProblems } from './cross-field.ts'
export { findPorterProblems } from './find-problems.ts'
