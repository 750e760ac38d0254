export const managerIds = ['pip', 'uv', 'poetry', 'pipenv', 'pdm'] as const

export type ManagerId = (typeof managerIds)[number]

/** How one dependency manager fills the virtual environment at /opt/venv. */
export interface Manager {
  /** Files it reads when the description names none. */
  readonly files: readonly string[]
  /** The manager's own requirement, pinned: an unpinned installer makes a build that differs tomorrow. */
  readonly tool?: string
  /** Environment of the install step, and of what the image builds after it. */
  readonly env: Readonly<Record<string, string>>
  /** The install command; pip's is made from its files. */
  readonly install?: string
  /** Where its own manifest names further indexes and the packages that come from each; pip has no such place. */
  readonly indexesIn?: string
}

/** Each installs exactly what its lock file says, without development groups and without the project itself. */
export const managers: Record<ManagerId, Manager> = {
  pip: { files: ['requirements.txt'], env: {} },
  uv: {
    files: ['pyproject.toml', 'uv.lock'],
    tool: 'uv==0.13.9',
    env: {
      UV_PROJECT_ENVIRONMENT: '/opt/venv',
      UV_PYTHON_DOWNLOADS: 'never',
      UV_LINK_MODE: 'copy',
    },
    install: 'uv sync --frozen --no-dev --no-install-project --no-cache',
    indexesIn: '[[tool.uv.index]] with `explicit = true` and [tool.uv.sources] in pyproject.toml',
  },
  poetry: {
    files: ['pyproject.toml', 'poetry.lock'],
    tool: 'poetry==2.5.1',
    env: { VIRTUAL_ENV: '/opt/venv', POETRY_VIRTUALENVS_CREATE: 'false' },
    install: 'poetry install --only main --no-root --no-interaction --no-cache',
    indexesIn:
      '[[tool.poetry.source]] with `priority = "explicit"` in pyproject.toml, and `source` at each package',
  },
  pipenv: {
    files: ['Pipfile', 'Pipfile.lock'],
    tool: 'pipenv==2026.10.3',
    env: { VIRTUAL_ENV: '/opt/venv', PIPENV_IGNORE_VIRTUALENVS: '0', PIPENV_NOSPIN: '1' },
    install: 'pipenv sync',
    indexesIn: '[[source]] in Pipfile, and `index` at each package',
  },
  pdm: {
    files: ['pyproject.toml', 'pdm.lock'],
    // With the dependencies it was released with: newer ones have broken it.
    tool: 'pdm[locked]==2.29.3',
    env: { VIRTUAL_ENV: '/opt/venv', PDM_IGNORE_SAVED_PYTHON: '1', PDM_CHECK_UPDATE: 'false' },
    install: 'pdm sync --prod --no-self --no-editable',
    indexesIn:
      '[[tool.pdm.source]] with `include_packages` in pyproject.toml, and the same names in `exclude_packages` of a source called pypi',
  },
}
