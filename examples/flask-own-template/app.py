"""What lies in the warehouse."""

from flask import Flask, abort, jsonify

app = Flask(__name__)

SHELVES = {"mug": 40, "kettle": 3}


@app.get("/items")
def items():
    return jsonify(SHELVES)


@app.get("/items/<name>")
def item(name: str):
    if name not in SHELVES:
        abort(404)
    return jsonify(name=name, count=SHELVES[name])
