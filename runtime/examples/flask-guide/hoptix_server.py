# Written by hoptix-deploy from hoptix.yaml, service hoptix-backend; edits belong there.
# hoptix-deploy description:0000000000000000 body:0000000000000000

"""What gunicorn serves: the app of hoptix-backend, and the layers in front of it.

Each line wraps the one above it, so that the last one sees a request first.
"""

from werkzeug.middleware.proxy_fix import ProxyFix

from hoptix_runtime.debug import without_debug
from hoptix_runtime.loading import load_wsgi_app
from hoptix_runtime.wsgi.client_address import ClientAddress
from hoptix_runtime.wsgi.health import Health

application = without_debug(load_wsgi_app("app:app", folder="."))
application = ProxyFix(application, x_for=0, x_proto=1, x_host=1)
application = ClientAddress(application)
application = Health(application, path="/health", service="hoptix-backend")
