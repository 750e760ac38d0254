import os

from bookshop.catalog import BOOKS
from bookshop.isbn import is_isbn13
from flask import Flask, Response, abort

app = Flask(__name__)


@app.get("/")
def home():
    return {"shop": os.environ.get("BOOKSHOP_TITLE", "bookshop"), "books": len(BOOKS)}


@app.get("/books/<isbn>")
def show_book(isbn):
    if not is_isbn13(isbn):
        abort(400, "that is no ISBN-13")
    book = BOOKS.get(isbn.replace("-", "")) or abort(404)
    currency = os.environ.get("BOOKSHOP_CURRENCY", "USD")
    return {"title": book["title"], "cents": book["cents"], "currency": currency}


@app.get("/metrics")
def metrics():
    return Response(f"bookshop_books {len(BOOKS)}\n", mimetype="text/plain")
