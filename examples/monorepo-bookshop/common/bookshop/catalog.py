BOOKS = {
    "9780141439518": {"title": "Pride and Prejudice", "cents": 899, "sold": 41},
    "9780140449136": {"title": "Crime and Punishment", "cents": 1099, "sold": 17},
    "9780140449266": {"title": "The Count of Monte Cristo", "cents": 1499, "sold": 23},
}
