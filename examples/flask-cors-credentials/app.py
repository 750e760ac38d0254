from flask import Flask, abort, jsonify, request

ORDERS = {
    1001: {"item": "Enamel mug", "quantity": 4},
    1002: {"item": "Coffee pot", "quantity": 1},
}

app = Flask(__name__)


@app.before_request
def require_token():
    """Turn away every request without a token, a browser's preflight included."""
    if "Authorization" not in request.headers:
        return {"error": "log in first"}, 401, {"WWW-Authenticate": "Bearer"}


@app.get("/orders")
def list_orders():
    return jsonify(ORDERS), {"X-Total-Count": str(len(ORDERS))}


@app.post("/orders")
def place_order():
    match request.get_json():
        case {"item": str(item), "quantity": int(quantity)} if quantity > 0:
            return {"item": item, "quantity": quantity, "state": "accepted"}, 202
    abort(400, "an order is an item and a quantity")


@app.get("/orders/<int:number>")
def show_order(number):
    if number not in ORDERS:
        abort(404)
    return ORDERS[number]


@app.get("/reports/monthly")
def monthly_report():
    raise RuntimeError("the report store is not connected")


@app.get("/status-badge")
def status_badge():
    # Left over from when the badge was public; the declared CORS replaces it.
    return {"open": len(ORDERS)}, {"Access-Control-Allow-Origin": "*"}
