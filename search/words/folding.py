"""One written form for words that mean the same to somebody who looks for a job.

The opportunity index stores folded text (`to_tsvector('french', fold(text))`) and every query is
folded the same way, so accents, capitals, typography, plurals and the gender of a trade never
decide whether an offer is found: "Électricienne", "electriciens" and "électricien(ne)" are one
word.

The keys only have to be equal, but they are readable masculine words wherever possible, because
PostgreSQL's French stemmer reads them next. That stemmer knows neither feminine trades
("soudeuse", "infirmière") nor French without accents, hence the rules here. It does remove a
final "s" and "e", so a collision that only adds one of those costs nothing more.

The rules are suffixes and the words they leave alone. Where the masculine cannot be told from the
suffix ("avocate", "vigneronne"), the words that do change are listed instead. Rows keep the form
they were indexed with: after a change here, run `manage.py rebuild_opportunities` and
`manage.py rebuild_pages`.
"""

import re
import unicodedata
from functools import lru_cache

# Longer "words" are identifiers or noise: they are kept as they are, which also bounds the work.
_LONGEST_WORD = 40


def _set(text: str) -> frozenset[str]:
    """A set of words written as prose."""
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    """A mapping written as "from:to from:to"."""
    return dict(pair.split(":", 1) for pair in text.split())


# --- Words -------------------------------------------------------------------------------------

# What no suffix tells.
_IRREGULAR = _pairs("""
    hotesse:hote maitresse:maitre contremaitresse:contremaitre mairesse:maire poetesse:poete
    doctoresse:docteur cheffe:chef cheffesse:chef prefete:prefet cadette:cadet
    barmaid:barman barmen:barman reportrice:reporter pizzaiola:pizzaiolo pizzaiolos:pizzaiolo
    pizzaiolas:pizzaiolo
    decontamineuse:decontaminateur decontamineur:decontaminateur
    relieuse:relieur trieuse:trieur plieuse:plieur skieuse:skieur scieuse:scieur
    parieuse:parieur crieuse:crieur stratifieuse:stratifieur ambassadrice:ambassadeur
    apprentie:apprenti apprentis:apprenti elue:elu elus:elu commise:commis
    experte:expert adjointe:adjoint conjointe:conjoint ouverte:ouvert verte:vert
    avocate:avocat candidate:candidat magistrate:magistrat soldate:soldat laureate:laureat
    artisane:artisan partisane:partisan paysanne:paysan marine:marin canine:canin voisine:voisin
    feminine:feminin ecrivaine:ecrivain humaine:humain urbaine:urbain riveraine:riverain
    souveraine:souverain contemporaine:contemporain republicaine:republicain prochaine:prochain
    maconne:macon patronne:patron bucheronne:bucheron forgeronne:forgeron vigneronne:vigneron
    championne:champion compagnonne:compagnon pionne:pion charronne:charron pietonne:pieton
    macons:macon patrons:patron bucherons:bucheron forgerons:forgeron vignerons:vigneron
    champions:champion compagnons:compagnon pions:pion charrons:charron pietons:pieton
    publique:public grecque:grec turque:turc allemande:allemand espagnole:espagnol
    francaise:francais anglaise:anglais portugaise:portugais japonaise:japonais
    hollandaise:hollandais polonaise:polonais chinoise:chinois
    nouvelle:nouveau jumelle:jumeau belle:beau formelle:formel informelle:informel
    mortelle:mortel accidentelle:accidentel universelle:universel
    citoyenne:citoyen concitoyenne:concitoyen doyenne:doyen mitoyenne:mitoyen
    ecuyere:ecuyer metayere:metayer
    eaux:eau jeux:jeu lieux:lieu milieux:milieu enjeux:enjeu feux:feu
    tuyaux:tuyau noyaux:noyau joyaux:joyau boyaux:boyau materiaux:materiau vitraux:vitrail
""")

# Adjectives in -eux among the trades in -eur; those in -ieux and -ctueux have a suffix.
_ADJECTIVES_IN_EUSE = _set("""
    affreuse amoureuse aqueuse avantageuse aventureuse boueuse cancereuse chaleureuse chanceuse
    courageuse couteuse dangereuse desastreuse desireuse douloureuse douteuse ennuyeuse epineuse
    facheuse fameuse ferrugineuse fibreuse fievreuse fougueuse frauduleuse frileuse gazeuse
    genereuse graisseuse hasardeuse heureuse honteuse huileuse joyeuse juteuse laiteuse ligneuse
    lumineuse legumineuse luxueuse majestueuse malchanceuse malheureuse merveilleuse meticuleuse
    miraculeuse moelleuse monstrueuse montagneuse mousseuse muqueuse nerveuse nombreuse
    nuageuse onereuse orageuse osseuse paresseuse peureuse poreuse poussiereuse resineuse
    rigoureuse rocheuse ruineuse savoureuse scandaleuse scrupuleuse sereuse sinueuse somptueuse
    soyeuse talentueuse tuberculeuse valeureuse vaporeuse veineuse venimeuse vertigineuse vertueuse
    vigoureuse visqueuse vitreuse volumineuse
""")

# (end, new end, letters of the shortest word): the first that fits wins. Each makes the word
# shorter, so that repeating them stops.
_SUFFIXES = (
    ("eaux", "eau", 5),
    ("aux", "al", 5),
    ("ieuse", "ieux", 7),
    ("ctueuse", "ctueux", 9),
    ("euse", "eur", 6),
    ("trice", "teur", 6),
    ("eure", "eur", 6),
    ("iere", "ier", 6),
    ("chere", "cher", 6),
    ("gere", "ger", 6),
    ("illere", "iller", 8),
    ("ienne", "ien", 7),
    ("eenne", "een", 7),
    ("ante", "ant", 6),
    ("ente", "ent", 6),
    ("tive", "tif", 6),
    ("sive", "sif", 7),
    ("ale", "al", 5),
    ("ielle", "iel", 7),
    ("nelle", "nel", 7),
    ("urelle", "urel", 7),
    ("orelle", "orel", 7),
    ("uelle", "uel", 7),
    ("ee", "e", 6),
    ("woman", "man", 7),
    ("women", "man", 7),
)

# Words that no suffix touches, in the order of the suffixes; above all the nouns that would become
# another word: "carrière" is not "carrier", "motivé" is not "motif", "portée" is not "porte".
_KEPT = _set("""
    bordeaux chaux emaux travaux
    creuse chartreuse vareuse macreuse tubereuse
    matrice cicatrice motrice locomotrice automotrice electromotrice vasomotrice psychomotrice
    cantatrice imperatrice patrice beatrice
    demeure effleure affleure ecoeure fleure gageure pleure enfleure
    aiguiere baviere antimatiere arriere bandouliere banniere barriere bonbonniere bonnetiere
    boutonniere brassiere cafetiere carriere cartouchiere champignonniere charniere chambriere
    chaudiere chaumiere cimetiere civiere clairiere cressonniere criniere croisiere derriere
    epauliere filiere fondriere fourmiliere fourriere frontiere gibeciere glissiere gouttiere
    graviere jarretiere laniere lavandiere lisiere litiere lumiere maniere matiere meurtriere
    montgolfiere mouliere museliere orniere paupiere pepiniere poivriere portiere poudriere
    poussiere priere rapiere renardiere riviere riziere sabliere saliere sapiniere serpilliere
    soufriere soupiere sorbetiere souriciere tabatiere taniere taupiniere tetiere theiere
    tourbiere verriere visiere voliere yaourtiere acquiere conquiere requiere
    enchere surenchere jachere phacochere
    etagere fougere megere exagere suggere digere ingere refrigere congere
    cuillere cremaillere genouillere houillere cordillere oeillere
    persienne julienne etienne antienne obsidienne abstienne advienne appartienne contienne
    contrevienne convienne detienne devienne entretienne intervienne maintienne obtienne parvienne
    previenne provienne redevienne retienne revienne soutienne souvienne survienne
    plante quarante cinquante soixante amiante brocante epouvante chante enchante amarante
    dilettante andante atlante replante transplante decante
    attente descente detente entente mesentente revente mevente survente trente charpente charente
    patente invente reinvente
    motive remotive demotive cultive reactive desactive initiative tentative perspective
    prospective directive alternative cooperative diapositive invective prerogative locomotive
    detective estive automotive lessive missive offensive
    amygdale astragale cabale cannibale cathedrale cavale cereale cigale decale filiale dedale
    dessale devale encephale escale intercale martingale opale ovale pedale percale petale rafale
    sandale scandale spirale succursale timbale vestale etale detale
    kyrielle cannelle citronnelle coccinelle crenelle flanelle fontanelle grenelle polichinelle
    prunelle quenelle ritournelle salmonelle sentinelle tonnelle venelle tourelle
    truelle ecuelle sequelle laquelle
    aiguillee apogee arrivee araignee assemblee avancee azalee bordee bouchee bouffee bourree
    brassee caducee chaussee cheminee chevauchee chicoree contree corvee couchee coulee couvee
    croisee cuilleree denree destinee diarrhee dictee donnee dragee echappee embardee enjambee
    entree envolee epopee equipee foulee fournee fricassee giboulee gorgee graminee guinee journee
    lignee livree mainlevee maisonnee marechaussee matinee mausolee mediterranee melopee montee
    mosquee nausee nichee nuitee odyssee orchidee pharmacopee percee panacee pelletee pensee
    pincee plongee poignee portee poupee poussee pyrenee randonnee rangee remontee renommee
    rentree retombee saignee scarabee simagree soiree tablee tombee tournee trachee tranchee
    travee traversee trophee trouee vallee veillee vendee ecomusee yankee frisbee pedigree
""")

# Words whose final "s" is no plural ("sommes" is a stop word of the stemmer).
_SINGULAR_IN_S = _set("""
    acces ailleurs alors apres aupres concours congres cours cypres deces dedans discours divers
    envers exces expres fonds herpes moins neanmoins parcours pervers plusieurs poids progres
    proces puits recours remords secours sommes succes tiens tiers toujours travers univers velours
    viens volontiers
""")

# Letters after which a final "s" is a plural; "-ons" is mostly a verb ("recherchons").
_BEFORE_PLURAL = frozenset("bcdefghlmnrt")


def _step(word: str) -> str:
    """The word one step nearer to its key; the key itself does not move."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("s"):
        if len(word) < 5 or word[-2] not in _BEFORE_PLURAL or word.endswith("ons"):
            return word
        return word if word in _SINGULAR_IN_S else word[:-1]
    if word in _ADJECTIVES_IN_EUSE:
        return word[:-2] + "x"
    if word in _KEPT or word.endswith("heure"):
        return word
    for end, new, shortest in _SUFFIXES:
        if word.endswith(end) and len(word) >= shortest:
            return word[: -len(end)] + new
    return word


@lru_cache(maxsize=65_536)
def masculine(word: str) -> str:
    """The form shared by the genders and numbers of a word already in lower-case ASCII.

    The key of a key is itself. Words of more than 40 letters are returned unchanged.
    """
    if len(word) > _LONGEST_WORD:
        return word
    while (nearer := _step(word)) != word:
        word = nearer
    return word


# --- Text --------------------------------------------------------------------------------------

# What Unicode does not decompose. Whatever else is not ASCII separates words.
_TYPOGRAPHY = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "‛": "'",
    "×": "x", "✕": "x", "‐": "-", "·": ".", "•": ".", "‧": ".", "⋅": ".", "∙": ".", "・": ".",
    # Written inside a word and seen by nobody: soft hyphen, zero-width characters, marks of
    # direction.
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
}  # fmt: skip
_NOT_ASCII = re.compile(r"[^\x00-\x7f\u0300-\u036f]")
# "H/F", "f-h", "H.F.", "h/f/x", "m/w/d": no word of the offer. What is looked behind is one
# letter that stands alone: patterns that start with rare characters are four times as fast.
_GENDERS = re.compile(
    r"[hfm](?<![a-z0-9][hfm])"
    r"(?:(?<=h) ?[/|.-] ?f|(?<=f) ?[/|.-] ?h|(?<=f) ?[/|] ?m|(?<=m) ?[/|] ?[fw])"
    r"(?: ?[/|.-] ?(?:x|d|nb))?(?![a-z0-9])"
)
# Double endings: "vendeur(se)", "chargé·e·s", "technicien.ne", "conducteur/trice", "site(s)"; also
# "soudeur (HF)"; not "Châtenois-les-Forges". What is cut by mistake is a stop word ("poste.le").
_DOUBLE_ENDING = re.compile(
    r"[(\[./-](?<=[a-z]{2}[(\[./-])-?"
    r"(?:e|ee|s|es|ne|nes|le|les|lle|elle|elles|se|ses|euse|euses|eure|eures|rice|rices|"
    r"trice|trices|ere|eres|iere|ieres|enne|ennes|ienne|iennes|onne|te|tes|ve|ves|ive|ives|"
    r"fe|fes|sse|esse|sses|esses|hf|fh)"
    r"(?:(?:[./-]s)?[)\]](?:[./-]?s|\(s\))?|(?:[./-]?s)?(?!-))(?![a-z0-9])"
)
# Names of languages that punctuation makes; PostgreSQL's parser would drop it.
_CPLUSPLUS = re.compile(r"(?<![a-z0-9])c\+\+")
_SHARP = re.compile(r"(?<![a-z0-9])([cf])#")
_DOTNET = re.compile(r"(?:(?<![a-z0-9])|(?<=asp)|(?<=vb))\.net(?![a-z0-9])")
# "C.D.I.", "B.T.S".
_DOTTED = re.compile(r"(?<![a-z0-9.])(?:[a-z]\.){2,}(?:[a-z](?![a-z0-9]))?")
_PUNCTUATION = {code: " " for code in range(128) if not re.match(r"[a-z0-9']", chr(code))} | {
    ord("`"): "'"
}
# Words that are nothing alone. "à" is a stop word of the stemmer and "a" is not, so that "aide a
# domicile" would look for an "a".
_DROPPED = _set("a a' c' d' j' l' m' n' s' t' qu' jusqu' lorsqu' puisqu' quoiqu' hf fh")

# --- Words that are written in one or in two ---------------------------------------------------

# Read of folded words, after what is dropped: no other word can come between them later. Patterns
# start with a digit, and look behind it: see above.
_DIGIT = re.compile(r"\d")
# "2 000".
_THOUSANDS = re.compile(r"[1-9](?<![a-z0-9][1-9])\d{0,2}(?: \d{3})+(?![a-z0-9])")
# "3 x 8".
_TIMES = re.compile(r"\d(?<![a-z0-9]\d)\d? ?x ?\d{1,2}(?![a-z0-9])")
# "35 h", "35 heures"; "8h30" is two words, like "8 h 30".
_HOURS = re.compile(
    r"(?P<number>\d(?<![a-z0-9]\d)\d{0,3}) ?h(?:eure)?(?:(?=\d{2}(?![a-z0-9]))|(?![a-z0-9]))"
)
# "week-end", "co-voiturage": a first word, and how the second one begins. Nobody looks for these
# alone; where the second says what the offer is ("micro-crèche", "e-commerce"), they stay two.
_COMPOUNDS = {
    first: tuple(seconds.split("|"))
    for first, seconds in _pairs("""
        week:end co:voit|working mi:temps start:up back:office front:office auto:ecole|entrep
        extra:scol peri:scol para:medic pluri:disc pre:requis rendez:vous
        tele:trav|cons|oper|pros|vent|vend|mark|medic|secr
    """).items()
}
_NONE = ("\0",)


def _typography(match: re.Match[str]) -> str:
    return _TYPOGRAPHY.get(match[0], " ")


def _ascii(text: str) -> str:
    """The text in lower-case ASCII; accents go, other scripts and symbols become spaces."""
    text = text.casefold()
    if text.isascii():
        return text
    text = _NOT_ASCII.sub(_typography, unicodedata.normalize("NFKD", text))
    return text.encode("ascii", "ignore").decode("ascii").lower()


@lru_cache(maxsize=65_536)
def _key(token: str) -> str:
    """The key of letters, digits and perhaps an apostrophe; empty for what is dropped."""
    return "" if token in _DROPPED else masculine(token.replace("'", ""))


def words(text: str) -> list[str]:
    """The words of a text in the order they are written, as the index knows them.

    Only ASCII letters and digits remain, so they are safe in any `tsquery`. The list is empty
    when the text has no Latin letter or digit, or nothing but "à", "d'" or "H/F".
    """
    text = _ascii(text)
    if "+" in text:
        text = _CPLUSPLUS.sub(" cplusplus ", text)
    if "#" in text:
        text = _SHARP.sub(r" \1sharp ", text)
    if ".net" in text:
        text = _DOTNET.sub(" dotnet ", text)
    text = _GENDERS.sub(" ", text)
    text = _DOUBLE_ENDING.sub(" ", text.replace(" (", "("))
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    tokens = text.translate(_PUNCTUATION).replace("'", "' ").split()
    # Long tokens do not enter the cache, which a hostile query could fill with them.
    keys = [
        _key(token) if len(token) <= _LONGEST_WORD + 1 else token.strip("'") for token in tokens
    ]
    return _joined([key for key in keys if key])


def _joined(keys: list[str]) -> list[str]:
    """The words, with those that are written in one or in two always in the same way."""
    joined: list[str] = []
    for key in keys:
        if joined and key.startswith(_COMPOUNDS.get(joined[-1], _NONE)):
            joined[-1] = masculine(joined[-1] + key)
        else:
            joined.append(key)
    folded = " ".join(joined)
    if _DIGIT.search(folded):
        while (nearer := _numbers(folded)) != folded:
            folded = nearer
    return folded.split()


def _numbers(folded: str) -> str:
    """Numbers one step nearer to how they are kept; every step has fewer spaces or fewer hours."""
    folded = _THOUSANDS.sub(_without_spaces, folded)
    folded = _TIMES.sub(_without_spaces, folded)
    return " ".join(_HOURS.sub(r"\g<number>h ", folded).split())


def _without_spaces(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


def fold(text: str) -> str:
    """The text as the opportunity index stores it and as queries are compared with it.

    Lower-case ASCII words separated by one space; the gender and number of trades, elided
    articles ("d'", "qu'"), "(H/F)" and double endings ("vendeur(se)") are gone. Takes any string,
    lone surrogates and NUL included; folding twice changes nothing.
    """
    return " ".join(words(text))
