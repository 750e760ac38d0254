"""The worker and the layers of an ASGI app: FastAPI, Starlette and others."""
