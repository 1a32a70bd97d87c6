"""The words by which French hyphens are known.

In: nothing. Out: sets of folded words; those compared by `plain` are written without accents, as capitals often are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from correction.lexicon import HYPHENS, fold
from correction.repair.breaks.broken import words

_ACCENTS = str.maketrans({**dict(zip("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc", strict=True)), "œ": "oe", "æ": "ae"})


def plain(word: str) -> str:
    """Fold a word and take its accents off.

    >>> plain("PRÉFET"), plain("Cœur")
    ('prefet', 'coeur')
    """
    return fold(word).translate(_ACCENTS)


def bare(word: str) -> str:
    """Fold a word and take off what is elided before it.

    >>> bare("n'Est"), bare("est")
    ('est', 'est')
    """
    return fold(word).rpartition("'")[2]


def is_hyphen(text: str) -> bool:
    """Whether a text begins with a hyphen."""
    return text[:1] != "" and text[0] in HYPHENS


# Numbers and points of the compass (plain).
TENS = words("dix vingt trente quarante cinquante soixante septante huitante octante nonante quatre cent")
_CARDINALS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt"
_ORDINALS = (
    "unieme deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme "
    "treizieme quatorzieme quinzieme seizieme vingtieme"
)
UNITS = words(f"{_CARDINALS} une vingts {_ORDINALS}") | words(_ORDINALS.replace(" ", "s ") + "s")
COMPASS = words("nord sud est ouest")

# Before an apostrophe: words that drop their vowel (lorsqu'il), pronouns behind a verb (souviens-t'en).
ELIDED = words("lorsqu puisqu quoiqu jusqu presqu quelqu aujourd prud entr")
ELIDED_PRONOUNS = words("m t l")
# Before a coat, which is a pardessus.
ARTICLES = words("un le ce du au des les son mon ses leur leurs")
AFTER_T = words("il elle on ils elles en y")
# What stands between two hyphens: rez-de-chaussée, Pont-sur-Marne, vis-à-vis.
LINKS = words("pour à a au aux de du des d en et la le les lez lès ès sur sous un ou que")

DEMONSTRATIVES = words("celui celle ceux celles")
ENDING_IN_LA = words("voi revoi de ho")
ENDING_IN_CI = words(
    "mer far dur endur noir obscur éclair adou radou raccour accour amin étré rétré ran for grâ sou sour rac"
)
_BEHIND = words("dessus dessous delà dela deçà deca devant dedans dehors derrière devers")
PLACES: Mapping[str, frozenset[str]] = {
    "au": _BEHIND,
    "par": _BEHIND | words("ci là"),
    "en": words("deçà dessous dessus bas haut"),
    "ci": _BEHIND
    | words("après contre joint jointe joints jointes inclus incluse incluses annexé annexée gît git gisent haut bas"),
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

# Endings of verbs and adverbs that the list has as words.
NOUN_ENDINGS = words("né née nés nées nez ton tons")  # but demi-ton, nouveau-né
_FUTURE = words("sera serai seras serez serons seront serais serait seraient serions seriez")  # amas-serez
ENDINGS = (
    NOUN_ENDINGS
    | words(
        "ment ments ra rai ras rez rons ront rais rait raient riez rions rent tion tions nel rie ries mente mentes "
        "menter mentez mentons mentent mentant mentait mentaient menta menté mentée mentés"
    )
    | _FUTURE
)
CONJUGATED = re.compile(
    r"[b-df-hj-np-tv-z]{1,2}(?:er(?:ons|ont|ez|ai[st]?|aient|ions|iez|a)|ai(?:s|t|ent)|ions|iez|èrent|ons|ante?s?)"
)
DOUBLED = words("onn iss ass att")
SUFFIX = re.compile(
    r"ons|e[srz]?|er(?:a|ai|as|ons|ont|ais|ait|aient|ions|iez)|ent|antes?|ants|ai[st]|aient|ions|iez|ables?"
    r"|ements?|eurs?|euses?|ages?|ures?|els?|elles?|ée?s?|a|aires?|istes?|r(?:e|a|ai|as|ez|ons|ont|ait|ais)|irent"
    r"|i[st]?|ue?s?|oirs?"
)
VERB_BEHIND_EX = re.compile(r"[aceéhioôpqstu].*(?:ez|ons|ai[st]|aient|èrent|er(?:a|ai|ons|ont|ez))$")
# Prefixes without a hyphen, and small words that begin no compound (mon-tai, les-tant).
BOUND = words(
    "re ré in im il ir sur par pour com con col dis dés dé des de mé més me mes ac ad af ag al ap ar as at op ob ef "
    "em en é es pré pre pres per tra trans tres sub suc suf sup su inter intro bi tri cor po tor hyper hypo "
    "mon ton son ma ta sa tes ses nos vos cet ces les la le ils qui dont car ni"
)
# Joined before a consonant, with a hyphen before a vowel; those of SIDES have one before any common word.
COMBINING = words(
    "anti auto co micro macro photo tele retro multi archi neo radio hydro thermo video stereo electro bio psycho "
    "neuro cardio mono poly meta para peri mini info maxi super pro ultra extra intra pseudo proto pluri ethno gastro"
)
SIDES = words("anti pro ultra extra pseudo neo super mini maxi micro radio photo co archi")
SAINTS = words("saint sainte st ste")

# Compounds (plain) that the list has in one, or whose halves are too short or too rare to be known as words.
_COMPOUNDS = (
    "peut-etre rendez-vous week-end week-ends beau-fils bien-aime bien-aimee bien-aimes bien-aimees bien-etre "
    "mieux-etre non-etre lieu-dit lieux-dits outre-mer outre-tombe outre-rhin outre-manche outre-atlantique sur-moi "
    "neo-zelandais neo-caledonien e-mail e-mails etats-unis chef-lieu chefs-lieux quelques-uns quelques-unes "
    "grand-mere grands-meres grand-pere grands-peres grand-oncle grand-tante grand-chose grand-rue grand-messe "
    "entre-temps entre-tuer entre-deux en-tete en-tetes en-cas pot-pourri plate-forme plates-formes plate-bande "
    "plates-bandes plein-air contre-pied aero-club auto-stop mont-blanc basket-ball volley-ball fox-trot "
    "frou-frou yo-yo hip-hop t-shirt t-shirts best-seller best-sellers pick-up strip-tease start-up baby-foot "
    "blue-jean blue-jeans in-octavo in-quarto in-folio in-douze extra-muros intra-muros creve-coeur au-boutiste "
    "au-boutistes en-dira socio-economique socio-economiques post-scriptum nota-bene statu-quo fac-simile vice-roi "
    "vice-rois vis-a oui-dire on-dit hors-la guet-apens blanc-seing tohu-bohu pele-mele meli-melo cahin-caha "
    "sens-dessus quasi-totalite te-deum bric-a tic-tac va-et-vient abat-jour mot-clef mot-cle mots-cles tiers-etat "
    "deux-points trois-quarts trois-mats deux-mats cerf-volant cerfs-volants chauve-souris loup-garou arc-boutant "
    "arcs-boutants tete-a main-forte piano-forte co-auteur porte-manteau plus-value moins-value sous-sol sous-sols "
    "mille-feuille mille-feuilles mille-pattes anglo-saxon anglo-saxons anglo-saxonne anglo-saxonnes "
    "moissonneuse-lieuse moissonneuses-lieuses moissonneuse-batteuse moissonneuses-batteuses"
)


def _by_first(compounds: str) -> Mapping[str, frozenset[str]]:
    seconds: dict[str, set[str]] = {}
    for left, _, right in (compound.partition("-") for compound in compounds.split()):
        seconds.setdefault(left, set()).add(right)
    return {left: frozenset(rights) for left, rights in seconds.items()}


COMPOUNDS = _by_first(_COMPOUNDS)
# What papers wrote with a hyphen as long as they wrote très-bon.
OLD_COMPOUNDS = _by_first(
    "foot-ball foot-baller foot-ballers base-ball hand-ball infra-rouge infra-rouges ultra-violet ultra-violets "
    "tcheco-slovaque tcheco-slovaques contre-maitre contre-maitres porte-manteau porte-manteaux"
)

# First halves (plain) that keep their hyphen before a word: prefixes, qualities, nations, verbs.
PLACED = words(
    "non demi mi semi quasi vice ex sous apres avant arriere contre hors nord sud est ouest porte sans entre je bien "
    "mal tout tous toute toutes tres"
)
NATIONS = words(
    "anglo franco germano austro italo russo sino greco hispano americano luso nippo serbo sovieto judeo indo afro "
    "celto gallo ibero israelo latino turco polono tcheco balto finno slavo extreme proche moyen"
)
_QUALITIES = words(
    "haut haute hauts hautes bas basse basses grand grands petit petits petite petites beau beaux belle belles "
    "nouveau nouveaux nouvelle mieux plus moins trop presque libre faux fausse franc plein pleine court long rond "
    "premier premiere dernier derniere premiers derniers premieres dernieres mort nu saint sainte st ste quote "
    "quelques soi"
)
_VERBS = words(
    "garde tire chasse abat coupe lance brise pare essuie casse chauffe cache croque perce passe pese rabat remue "
    "reveille serre traine trouble tue vide ouvre compte couvre creve cure gagne gratte grille hache lave leche monte "
    "pique pince presse prie protege rince saute souffre taille tourne aide attrape accroche allume appuie gobe "
    "pousse trompe laissez cessez bouche fume tate tord brule boute chausse dompte"
)
# With their accents: no word that is written in one begins so.
SURE_FIRSTS = words("demi semi quasi vice non arrière après très")
FIRSTS = PLACED | NATIONS | _QUALITIES | _VERBS
