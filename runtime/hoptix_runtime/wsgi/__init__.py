"""The worker and the layers of a WSGI app: Flask, Django and others."""
