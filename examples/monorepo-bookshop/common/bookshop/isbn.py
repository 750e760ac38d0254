def is_isbn13(text):
    """Thirteen digits whose check digit fits, dashes allowed."""
    digits = text.replace("-", "")
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        return False
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
