# Written by hoptix-deploy from hoptix.yaml, service tickets; edits belong there.
# hoptix-deploy description:0000000000000000 body:0000000000000000

"""What gunicorn serves: the app of tickets, and the layers in front of it.

Each line wraps the one above it, so that the last one sees a request first.
"""

from hoptix_runtime.asgi.client_address import ClientAddress
from hoptix_runtime.asgi.cors import Cors
from hoptix_runtime.asgi.errors import Errors
from hoptix_runtime.asgi.health import Health
from hoptix_runtime.debug import without_debug
from hoptix_runtime.loading import load_asgi_app, require_variables

require_variables("TICKETS_QUEUE")

application = without_debug(load_asgi_app("tickets:app", folder="src"))
application = ClientAddress(application)
application = Errors(application)
application = Health(application, path="/health", service="tickets")
application = Cors(
    application,
    origins=["https://desk.example.com", "https://*.example.org"],
    credentials=True,
    methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    headers=["Authorization", "Content-Type"],
    expose_headers=[],
    max_age=600,  # seconds that a browser remembers a preflight
)
