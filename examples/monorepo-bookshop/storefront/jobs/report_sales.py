"""Prints what was sold in the last days."""

import argparse

from bookshop.catalog import BOOKS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    days = parser.parse_args().days
    cents = sum(book["cents"] * book["sold"] for book in BOOKS.values())
    print(f"{days} days: {cents / 100:.2f} for {sum(book['sold'] for book in BOOKS.values())} books")


if __name__ == "__main__":
    main()
