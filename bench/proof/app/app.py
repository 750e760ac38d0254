import os
import time

from flask import Flask

app = Flask(__name__)


@app.get("/")
def quick():
    return {"greeting": "Hello, World!"}


@app.get("/io")
def waits():
    """As long as a query to a database a few milliseconds away."""
    time.sleep(0.05)
    return {"waited": 0.05}


@app.get("/health")
def health():
    return {"status": "healthy", "service": "proof"}


# What the deployment guide has under its app, and its development server starts with.
if __name__ == "__main__":
    port = int(os.environ.get("PORT", 8080))
    debug = os.environ.get("FLASK_ENV", "development") == "development"
    app.run(host="0.0.0.0", port=port, debug=debug)
