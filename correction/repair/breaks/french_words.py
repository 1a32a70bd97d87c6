"""The words by which French hyphens are known.

In: nothing. Out: sets of folded words; those compared by `plain` are written without accents, as capitals often are.
"""

from __future__ import annotations

from collections.abc import Mapping

from correction.lexicon import fold
from correction.repair.breaks.broken import words

_ACCENTS = str.maketrans({**dict(zip("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc", strict=True)), "œ": "oe", "æ": "ae"})


def plain(word: str) -> str:
    """Fold a word and take its accents off.

    >>> plain("PRÉFET"), plain("Cœur")
    ('prefet', 'coeur')
    """
    return fold(word).translate(_ACCENTS)


# Numbers and points of the compass (plain).
TENS = words("dix vingt trente quarante cinquante soixante quatre cent")
_CARDINALS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt"
_ORDINALS = (
    "unieme deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme treizieme "
    "quatorzieme quinzieme seizieme vingtieme"
)
UNITS = words(f"{_CARDINALS} une vingts {_ORDINALS}") | words(_ORDINALS.replace(" ", "s ") + "s")
COMPASS = words("nord sud est ouest")

# Before an apostrophe: words that drop their vowel (lorsqu'il), pronouns behind a verb (souviens-t'en).
ELIDED = words("lorsqu puisqu quoiqu jusqu presqu quelqu aujourd prud entr")
ELIDED_PRONOUNS = words("m t l")
AFTER_T = words("il elle on ils elles en y")
# What stands between two hyphens: rez-de-chaussée, Pont-sur-Marne, vis-à-vis.
LINKS = words("à a au aux de du des d en et la le les lez lès ès sur sous un ou que")

DEMONSTRATIVES = words("celui celle ceux celles")
ENDING_IN_LA = words("voi revoi de ho")
ENDING_IN_CI = words(
    "mer far dur endur noir obscur éclair adou radou raccour accour amin étré rétré ran for grâ sou sour rac"
)
_BEHIND = words("dessus dessous delà deçà devant dedans dehors derrière devers")
PLACES: Mapping[str, frozenset[str]] = {
    "au": _BEHIND,
    "par": _BEHIND | words("ci là"),
    "en": words("deçà dessous dessus"),
    "ci": _BEHIND | words("après contre joint jointe joints jointes inclus incluse incluses annexé annexée gît gisent haut bas"),
    "jusque": words("là"),
    "la": words("bas haut dessus dessous dedans"),  # LA-BAS, in capitals
}

# Pronouns, and how a verb form ends before them where no word would end so.
SURE_PRONOUNS: Mapping[str, tuple[str, ...]] = {
    "il": ("t", "d"),
    "elle": ("t", "d"),
    "on": ("t", "d"),
    "ils": ("nt",),
    "elles": ("nt",),
    "je": ("s", "x", "i", "é", "è", "e", "d"),
    "tu": ("s", "x"),
    "nous": ("ons", "mes", "z"),
    "vous": ("ez", "tes"),
    "ce": ("t", "sera"),
    "y": ("s", "z", "a"),
    "en": ("ons", "ez", "s"),
    "moi": ("z", "ons"),
    "toi": ("s", "z"),
    "lui": ("z", "ons"),
    "leur": ("z", "ons"),
    "le": ("ez", "ons"),
    "la": ("ez", "ons"),
    "les": ("ez", "ons"),
}
OBJECTS = words("moi toi nous lui leur le la les vous")
IMPERATIVES = ("e", "s", "i", "a", "z")

# Endings of verbs and adverbs that the list has as words, and prefixes (plain) that take no hyphen.
ENDINGS = words("ment ments rai ras rez rons ront rais rait raient riez rions rent tion tions née né nées nés ton tons")
VERB_ENDINGS = ("ez", "ons", "ais", "ait", "aient", "erent", "èrent", "era", "erai", "er", "é", "ée", "és", "ées", "ant")
BOUND = words(
    "re in im il ir sur par pour com con col dis des de me mes ac ad af ag al ap ar as at op ob ef em en es pre pro per "
    "tra trans tres sub suc suf sup su inter intro retro re bi tri co cor po pres tor"
)

# Compounds (plain, singular) that the list may have in one, or whose halves are no words.
COMPOUNDS = frozenset(
    tuple(compound.split("-"))
    for compound in (
        "peut-etre rendez-vous week-end beau-fils bien-aime bien-aimee bien-etre mieux-etre lieu-dit outre-mer sur-moi "
        "grand-mere grand-pere grand-oncle grand-tante grand-chose grand-rue chef-lieu quelque-un quelque-une "
        "apres-midi avant-hier apres-demain avant-veille sous-sol"
    ).split()
)

# First halves (plain) that keep their hyphen before a word.
_PLACED = "non demi mi semi quasi vice ex sous apres avant arriere contre outre hors nord sud est ouest"
_QUALITIES = (
    "haut haute hauts hautes bas basse basses grand grands petit petits petite petites beau beaux belle belles nouveau "
    "nouveaux nouvelle tout toute toutes bien mal mieux plus moins trop presque libre faux fausse franc plein pleine court "
    "long rond premier premiere dernier derniere mort nu saint sainte st ste quote quelques soi"
)
_NATIONS = (
    "anglo franco germano austro italo russo sino greco hispano americano luso nippo serbo sovieto judeo indo afro celto "
    "gallo ibero israelo latino turco polono tcheco balto finno slavo extreme proche moyen"
)
_VERBS = (
    "porte garde tire chasse abat coupe lance brise pare essuie casse chauffe cache croque perce passe pese rabat remue "
    "reveille serre traine trouble tue vide ouvre compte couvre creve cure gagne gratte grille hache lave leche monte "
    "pique pince presse prie protege rince saute souffre taille tourne aide attrape accroche allume appuie gobe pousse "
    "trompe laissez cessez bouche fume tate tord"
)
FIRSTS = words(f"{_PLACED} {_QUALITIES} {_NATIONS} {_VERBS}")
