"""Whole numbers written out in four languages, by each one's own rules: what the reader must read back."""

from __future__ import annotations

_EN_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FR_ONES = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = [
    "_",
    "_",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
]
_RU_ONES = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_RU_TENS = [
    "_",
    "_",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RU_HUNDREDS = ["_", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
_AR_ONES = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_AR_TENS = ["_", "_", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_AR_HUNDREDS = ["_", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def english(n: int) -> str:
    """Return `n` below a billion in English words."""
    if n < 20:
        return _EN_ONES[n]
    if n < 100:
        return _EN_TENS[n // 10] + ("-" + _EN_ONES[n % 10] if n % 10 else "")
    for scale, word in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = n % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{english(n // scale)} {word}" + (joint + english(rest) if rest else "")
    raise AssertionError(n)


def french(n: int) -> str:
    """Return `n` below a billion in French words."""
    if n < 20:
        return _FR_ONES[n]
    if n < 100:
        tens, rest = n // 10, n % 10 + (10 if n // 10 in (7, 9) else 0)
        joint = " et " if rest in (1, 11) and tens < 8 else "-"
        return _FR_TENS[tens] + (joint + french(rest) if rest else "s" if tens == 8 else "")
    if n < 1000:
        many = "" if n < 200 else french(n // 100) + " "
        return many + ("cents" if n >= 200 and not n % 100 else "cent") + (" " + french(n % 100) if n % 100 else "")
    if n < 1_000_000:
        many = "" if n < 2000 else french(n // 1000) + " "
        return many + "mille" + (" " + french(n % 1000) if n % 1000 else "")
    word = "million" if n < 2_000_000 else "millions"
    return f"{french(n // 1_000_000)} {word}" + (" " + french(n % 1_000_000) if n % 1_000_000 else "")


def russian(n: int) -> str:
    """Return `n` below a billion in Russian words, in the nominative."""
    if n < 20:
        return _RU_ONES[n]
    if n < 100:
        return _RU_TENS[n // 10] + (" " + _RU_ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return _RU_HUNDREDS[n // 100] + (" " + russian(n % 100) if n % 100 else "")
    scale, forms = (1000, ("тысяча", "тысячи", "тысяч")) if n < 1_000_000 else (
        1_000_000, ("миллион", "миллиона", "миллионов"))  # fmt: skip
    many, rest = n // scale, n % scale
    last = 20 if 10 < many % 100 < 20 else many % 10
    word = forms[0 if last == 1 else 1 if 2 <= last <= 4 else 2]
    said = russian(many)
    if scale == 1000:  # a thousand is feminine
        said = {"один": "одна", "два": "две"}.get(said.split()[-1], said.split()[-1]).join(
            [said.rpartition(" ")[0] + " ", ""]
        )
    return f"{said.strip()} {word}" + (" " + russian(rest) if rest else "")


def arabic(n: int) -> str:
    """Return `n` below a billion in Arabic words, in the masculine nominative."""
    if n <= 10:
        return _AR_ONES[n]
    if n < 20:
        return {11: "أحد", 12: "اثنا"}.get(n, _AR_ONES[n - 10]) + " عشر"
    if n < 100:
        return (_AR_ONES[n % 10] + " و" if n % 10 else "") + _AR_TENS[n // 10]
    if n < 1000:
        return _AR_HUNDREDS[n // 100] + (" و" + arabic(n % 100) if n % 100 else "")
    scale, forms = (1000, ("ألف", "ألفان", "آلاف")) if n < 1_000_000 else (1_000_000, ("مليون", "مليونان", "ملايين"))
    many, rest = n // scale, n % scale
    if many <= 2:
        said = forms[many - 1]
    else:
        said = f"{arabic(many)} {forms[2] if many <= 10 else forms[0]}"
    return said + (" و" + arabic(rest) if rest else "")


WORDS = {"en": english, "fr": french, "ru": russian, "ar": arabic}
"""How each language writes a number out."""

GROUPS = {"en": ",", "fr": "\u202f", "ru": "\u00a0", "ar": "٬"}
"""What each puts between thousands."""

DIGITS = {"ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")}
"""The digits of a language, where they are its own."""
