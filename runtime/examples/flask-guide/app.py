import os

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins="*")


@app.get("/")
def index():
    return "Hello, World!"


@app.get("/health")
def health():
    return {"status": "healthy", "service": "hoptix-backend"}


# Development: python app.py
# Production: Gunicorn (via Dockerfile CMD)
if __name__ == "__main__":
    port = int(os.environ.get("PORT", 8080))
    debug = os.environ.get("FLASK_ENV", "development") == "development"
    app.run(host="0.0.0.0", port=port, debug=debug)
