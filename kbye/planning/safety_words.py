"""Words by which something is known to be about safety: such a thing is never suggested away.

They are compared with what a family writes in its own language, so several languages stand side by side. Too
many is the safe side: it costs a line on a list.
"""

from __future__ import annotations

import re
import unicodedata

# Beginnings of words; "allerg" finds allergy, Allergie, alergia is written out.
_BEGINNINGS = (
    # medicine
    *("medic", "medik", "médic", "medizin", "inhal", "epipen", "adrenalin", "insulin", "antihist", "asthma"),
    *(
        "asma",
        "spritze",
        "tablett",
        "pill",
        "plaster",
        "pflaster",
        "first aid",
        "erste hilfe",
        "fever",
        "fieber",
    ),
    *("ibuprofen", "paracetamol", "cortis", "kortis", "dose of", "prescri", "rezept vom"),
    # allergies and what one may not eat
    *("allerg", "alerg", "anaphyl", "peanut", "erdnuss", "cacahu", "arachid"),
    # on the way
    *(
        "car seat",
        "carseat",
        "child seat",
        "booster seat",
        "kindersitz",
        "autositz",
        "babyschale",
        "siège auto",
    ),
    *(
        "seat belt",
        "helmet",
        "helm",
        "casque",
        "casco",
        "life jacket",
        "life vest",
        "schwimmweste",
        "armbands",
    ),
    # how to get in, whom to call
    *("key", "schlüssel", "llave", "chiave", "emergency", "notfall", "urgence", "emergencia", "emergenza"),
    *("authoris", "authoriz", "vollmacht", "consent form", "insurance card", "versichertenkarte", "passport"),
    # at home
    *("stair gate", "treppengitter", "smoke alarm", "smoke detector", "rauchmelder", "poison", "gift im"),
    *("baby monitor", "babyphone", "babyfon", "drown", "ertrink", "choke", "choking", "verschluck"),
)
_EXCEPTIONS = ("keyboard", "keynote", "key lime", "helmut", "pillow", "pillar")


def _folded(words: str) -> str:
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_FOUND = re.compile(r"\b(?:" + "|".join(re.escape(_folded(one)) for one in _BEGINNINGS) + ")")
_NOT_MEANT = re.compile(r"\b(?:" + "|".join(re.escape(one) for one in _EXCEPTIONS) + r")\w*")


def is_about_safety(words: str) -> bool:
    """Whether these words name medicine, an allergy, a car seat, keys, the emergency sheet and the like."""
    return _FOUND.search(_NOT_MEANT.sub(" ", _folded(words))) is not None
