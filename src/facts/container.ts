/** Places inside the container that several files agree on. */

/** Where what the image is built from lives: the service's folder, or the whole repository. */
export const appFolder = '/app'

/** The virtual environment that holds the app's dependencies and the server. */
export const venvFolder = '/opt/venv'

/** By number, since Kubernetes cannot tell whether a user with a name is root. */
export const userId = 10001
