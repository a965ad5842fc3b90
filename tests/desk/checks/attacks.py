"""Texts of 100 kB that would keep a careless rule busy."""

from itertools import product
from string import ascii_lowercase

from tests.desk.checks.writing import told, writing

ATTACKS = {
    "one word": "a" * 100_000,
    "a capital word": "A" + "a" * 99_999,
    "spaces": "a" + " " * 100_000 + "b",
    "question marks": "?" * 100_000,
    "lines": "_ " * 50_000,
    "TK": "TK" * 50_000 + "x",
    "TK after TK": "TK " * 33_000,
    "the": "the " * 25_000,
    "apostrophes": "a'" * 50_000,
    "hyphens": "a-a " * 25_000,
    "brackets": "[" * 100_000,
    "half a bracket": "[fill in " * 11_000,
    "accents": "é\u0301" * 50_000,
    "names": " ".join(f"Okaf{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}" for n in range(12_000)),
    "long names": " ".join("Okafor" + "xyz"[n % 3] * (n % 19) + chr(97 + n % 26) for n in range(6_000)),
    "each near each name": " ".join(f"Okaforx{''.join(end)}" for end in product(ascii_lowercase[:21], repeat=3)),
    "combining": "O" + "\u0301" * 100_000,
}  # fmt: skip
NAMES = ("Okafor", *(f"Okaforx{''.join(end)}" for end in product(ascii_lowercase[:22], repeat=2)))


def attack(name, length=None):
    text = ATTACKS[name][:length]
    recent = tuple(told(5, headline=text[:250], text=text[:10_000]) for _ in range(50))
    return writing(
        text[:250],
        *[text[at : at + 25_000] for at in range(0, len(text), 25_000)],
        names=NAMES,
        recent=recent,
    )
