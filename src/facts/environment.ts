/**
 * Variables that the start command clears, since each was seen to move the listener, to break the answers, or to stop
 * the server at start or at its end: gunicorn's own, systemd's sockets, and those of Python that no service needs.
 *
 * Measured with gunicorn 26.2 on Python 3.11 to 3.13. PYTHONUTF8=2 and PYTHONIOENCODING=x stop Python, and UTF-8 is
 * what the image has without them. PYTHON_GIL=0 stops every Python that is not built for it, PYTHON_FROZEN_MODULES=x
 * any; PYTHONMALLOCSTATS=1 ends a stopped 3.12 with a segmentation fault.
 *
 * Not here, though a malformed value stops Python too, because services set them on purpose: PYTHONHASHSEED,
 * PYTHONINTMAXSTRDIGITS, PYTHONMALLOC, PYTHONTRACEMALLOC, PYTHON_CPU_COUNT.
 */
export const clearedVariables = [
  'FORWARDED_ALLOW_IPS',
  'GUNICORN_CMD_ARGS',
  'GUNICORN_FD',
  'GUNICORN_PID',
  'LISTEN_FDS',
  'LISTEN_PID',
  'PYTHONEXECUTABLE',
  'PYTHONHOME',
  'PYTHONINSPECT',
  'PYTHONIOENCODING',
  'PYTHONMALLOCSTATS',
  'PYTHONPLATLIBDIR',
  'PYTHONUTF8',
  'PYTHON_FROZEN_MODULES',
  'PYTHON_GIL',
  'SCRIPT_NAME',
  'WEB_CONCURRENCY',
  '__PYVENV_LAUNCHER__',
] as const
