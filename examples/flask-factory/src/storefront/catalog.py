from flask import Blueprint, abort, current_app

PRODUCTS = {
    "mug": {"name": "Enamel mug", "cents": 1450},
    "pot": {"name": "Coffee pot", "cents": 3900},
    "tin": {"name": "Tea tin", "cents": 875},
}

blueprint = Blueprint("catalog", __name__)


def find_product(sku):
    if sku not in PRODUCTS:
        abort(404, "no such product")
    return {"sku": sku, "currency": current_app.config["CURRENCY"], **PRODUCTS[sku]}


@blueprint.get("/products")
def list_products():
    return [find_product(sku) for sku in PRODUCTS]


@blueprint.get("/products/<sku>")
def show_product(sku):
    return find_product(sku)
