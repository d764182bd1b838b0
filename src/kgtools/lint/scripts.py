"""Languages and the scripts they are written in."""

from __future__ import annotations

import unicodedata
from typing import Final

# The first word of a letter's Unicode name is its script.
_SCRIPTS: Final = {
    **dict.fromkeys(("ar", "fa", "ur", "ps"), ("ARABIC",)),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "ky"), ("CYRILLIC",)),
    **dict.fromkeys(("he", "yi"), ("HEBREW",)),
    **dict.fromkeys(("hi", "mr", "ne"), ("DEVANAGARI",)),
    **dict.fromkeys(
        (
            "en",
            "de",
            "fr",
            "es",
            "it",
            "pt",
            "nl",
            "sv",
            "da",
            "nb",
            "no",
            "fi",
            "is",
            "pl",
            "cs",
            "sk",
            "hu",
            "ro",
            "tr",
            "vi",
            "id",
            "et",
            "lv",
            "lt",
            "sl",
            "hr",
            "ca",
            "la",
            "sw",
        ),
        ("LATIN",),
    ),
    "el": ("GREEK",),
    "hy": ("ARMENIAN",),
    "ja": ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK"),
    "ka": ("GEORGIAN",),
    "ko": ("HANGUL", "CJK"),
    "th": ("THAI",),
    "zh": ("CJK", "BOPOMOFO"),
}
# Codes of countries and codes of three letters that stand where a code of two letters belongs.
_MISTAKEN: Final = {
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gb": "en",
    "gr": "el",
    "jp": "ja",
    "kr": "ko",
    "ua": "uk",
    "uk-ua": "uk",
    "us": "en",
    "vn": "vi",
    "ara": "ar",
    "chi": "zh",
    "zho": "zh",
    "cmn": "zh",
    "deu": "de",
    "ger": "de",
    "ell": "el",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "nld": "nl",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "swe": "sv",
    "tha": "th",
    "tur": "tr",
    "ukr": "uk",
    "vie": "vi",
}
_LONGEST_CODE: Final = 3  # ISO 639; longer first parts were never registered


def usual_tag(tag: str) -> str | None:
    """Return the tag that should stand instead of one that is none; empty where that is unknown.

    None where nothing is wrong with it (BCP 47, section 2.2.1: the shortest code of a language).

    Example:
        >>> usual_tag("eng"), usual_tag("english"), usual_tag("en-GB")
        ('en', '', None)
    """
    primary, _, rest = tag.partition("-")
    mistaken = _MISTAKEN.get(primary.lower())
    if mistaken:
        return f"{mistaken}-{rest}" if rest else mistaken
    return "" if len(primary) > _LONGEST_CODE or (len(primary) == 1 and primary not in "xi") else None


def fits(text: str, tag: str) -> bool:
    """Return whether a text has a letter of a script of its language, or no letter at all.

    A tag that names the script itself (``ko-Latn``) is believed, and so are short forms in Latin
    capitals, which every language borrows.

    Example:
        >>> fits("Ada", "en"), fits("Ada", "ru"), fits("Ada", "ru-Latn"), fits("UN", "ru")
        (True, False, True, True)
    """
    parts = tag.lower().split("-")
    scripts = _SCRIPTS.get(parts[0])
    if scripts is None or ("LATIN" in scripts and text.isascii()):
        return True
    letters = [character for character in text if character.isalpha()]
    if not letters or any(len(part) == 4 for part in parts[1:]):  # noqa: PLR2004 - ISO 15924
        return True
    if text.isascii() and text.upper() == text and " " not in text.strip():
        return True
    return any(unicodedata.name(letter, "").split(" ", 1)[0] in scripts for letter in letters)
