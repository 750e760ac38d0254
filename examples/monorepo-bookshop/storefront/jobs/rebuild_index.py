"""Builds the search index anew; somebody starts it by hand after a change of the catalog."""

from bookshop.catalog import BOOKS
from bookshop.isbn import is_isbn13


def main():
    wrong = [isbn for isbn in BOOKS if not is_isbn13(isbn)]
    if wrong:
        raise SystemExit(f"not in the index, since these are no ISBN-13: {', '.join(wrong)}")
    words = {word.lower() for book in BOOKS.values() for word in book["title"].split()}
    print(f"index of {len(words)} words for {len(BOOKS)} books")


if __name__ == "__main__":
    main()
