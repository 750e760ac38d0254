import os

from flask import Flask

from storefront import catalog, quotes


def create_app():
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY=os.environ["SECRET_KEY"],
        CURRENCY=os.environ.get("STORE_CURRENCY", "USD"),
    )
    if dsn := os.environ.get("SENTRY_DSN"):
        import sentry_sdk  # only in requirements/production.txt

        sentry_sdk.init(dsn=dsn)

    app.register_blueprint(catalog.blueprint)
    app.register_blueprint(quotes.blueprint)
    return app
