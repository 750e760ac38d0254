"""Prices that hold for an hour: the quote is a signed token, so nothing is stored."""

from flask import Blueprint, abort, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from storefront.catalog import find_product

VALID_FOR = 3600  # seconds

blueprint = Blueprint("quotes", __name__, url_prefix="/quotes")


def signer():
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="quote")


@blueprint.post("")
def create_quote():
    product = find_product(request.form["sku"])
    return {"quote": signer().dumps(product), "validFor": VALID_FOR}, 201


@blueprint.get("/<token>")
def show_quote(token):
    try:
        return signer().loads(token, max_age=VALID_FOR)
    except BadSignature:  # altered, or expired
        abort(410, "this quote is no longer valid")
