import csv
import re
import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import folding
from search.words.folding import _IRREGULAR, _KEPT, fold, masculine, words

OCCUPATIONS = Path(__file__).parents[3] / "snippets" / "data" / "occupations.csv"

# Two trades, not two genders of one, although ROME writes them as a pair.
NOT_GENDERS = {
    "Lapidaire / Diamantaire",
    "Steward / Hôtesse de train",
}


def rome_labels() -> list[str]:
    with OCCUPATIONS.open(encoding="utf-8", newline="") as lines:
        return [row["label"] for row in csv.DictReader(lines)]


def label_forms(label: str) -> tuple[str, str] | None:
    """Masculine and feminine of "Agent / Agente d'accueil", whose complement is shared.

    The feminine may also leave out what comes first: "Cadre dirigeant / Dirigeante", "Homme
    sage-femme / Sage-femme".
    """
    left, slash, right = label.partition(" / ")
    if not slash:
        return None
    masculines, feminines = left.split(), right.split()

    def likeness(word: str) -> int:
        pairs = zip(word.casefold(), feminines[0].casefold(), strict=False)
        return next((i for i, (a, b) in enumerate(pairs) if a != b), len(word))

    first = max(range(len(masculines)), key=lambda i: (likeness(masculines[i]), -i))
    if likeness(masculines[first]) < 3:
        first = 0
    complement = feminines[len(masculines) - first :]
    return " ".join(masculines + complement), " ".join(masculines[:first] + feminines)


def tokens(text: str) -> list[str]:
    """Words without accents but with their gender and number."""
    text = text.casefold().replace("œ", "oe")
    for letters, letter in {
        "éèêë": "e",
        "àâ": "a",
        "îï": "i",
        "ôö": "o",
        "ûü": "u",
        "ç": "c",
    }.items():
        text = re.sub(f"[{letters}]", letter, text)
    return re.findall(r"[a-z0-9]+", text)


PAIRS = [(label, *forms) for label in rome_labels() if (forms := label_forms(label))]


def test_label_forms_share_the_complement():
    assert label_forms("Agent / Agente d'accueil") == ("Agent d'accueil", "Agente d'accueil")
    assert label_forms("Cadre dirigeant / Dirigeante d'usine") == (
        "Cadre dirigeant d'usine",
        "Cadre Dirigeante d'usine",
    )
    assert label_forms("Fleuriste") is None


def test_rome_labels_fold_to_the_same_words_in_both_genders():
    assert len(PAIRS) > 1_000
    different = {label for label, man, woman in PAIRS if fold(man) != fold(woman)}
    assert different == NOT_GENDERS


def test_rome_trades_fold_to_the_same_words_in_both_numbers():
    """Every trade of one word; "-al" makes "-aux", what ends with s, x or z does not change."""
    trades = {form.split()[0] for _, *forms in PAIRS for form in forms} - {"Média", "Spa"}
    assert len(trades) > 500

    def plural(word: str) -> str:
        if word.endswith(("s", "x", "z")):
            return word
        return f"{word[:-2]}aux" if word.endswith("al") else f"{word}s"

    different = {
        trade
        for trade in trades
        if fold(trade) != fold("-".join(plural(part) for part in trade.split("-")))
    }
    assert different == {"Socio-coiffeur", "Socio-coiffeuse"} | {
        "Socio-esthéticien",
        "Socio-esthéticienne",
        "Technico-commercial",
        "Technico-commerciale",
    }


def test_words_of_rome_merge_only_when_they_are_forms_of_one_word():
    """The words below merge although no pair of ROME says so; all are forms of one word.

    "vitrée" and "vitres" are two, but "vitré" and "vitre" are one once accents are gone.
    """
    of_one_word = {
        "adapte": "adaptee adaptees",
        "animal": "animale animaux",
        "audiovisuel": "audiovisuel audiovisuelle",
        "central": "centrale centrales",
        "digital": "digital digitale",
        "eau": "eau eaux",
        "eolien": "eolien eoliennes",
        "evenementiel": "evenementiel evenementielle",
        "ferre": "ferre ferrees",
        "fluvial": "fluvial fluviale",
        "general": "general generale generales generaux",
        "immobilier": "immobilier immobiliere immobilieres",
        "local": "local locaux",
        "national": "national nationale",
        "panneau": "panneau panneaux",
        "paramedical": "paramedical paramedicale",
        "personnel": "personnel personnelle",
        "public": "public publics publique publiques",
        "reseau": "reseau reseaux",
        "social": "social sociale sociales sociaux",
        "vitre": "vitree vitres",
    }
    genders = defaultdict(set)
    for _, man, woman in PAIRS:
        for his, hers in zip(tokens(man), tokens(woman), strict=False):
            genders[his].add(hers)
    forms = defaultdict(set)
    for label in rome_labels():
        for word in tokens(label):
            forms[masculine(word)].add(word)
    merged = {}
    for key, spellings in forms.items():
        known = {key} | genders[key]
        if len(spellings) > 1 and spellings - known - {f"{word}s" for word in known}:
            merged[key] = " ".join(sorted(spellings))
    assert merged == of_one_word


@pytest.mark.parametrize(
    ("forms", "key"),
    [
        ("soudeur soudeuse soudeurs soudeuses", "soudeur"),
        ("directeur directrice directeurs directrices", "directeur"),
        ("infirmier infirmière infirmiers infirmières", "infirmier"),
        ("électricien électricienne electriciens électriciennes Électricienne", "electricien"),
        ("vendeur vendeuse", "vendeur"),
        ("serveur serveuse", "serveur"),
        ("agent agente agents agentes", "agent"),
        ("conseiller conseillère conseillers conseillères", "conseiller"),
        ("assistant assistante assistants", "assistant"),
        ("technicien technicienne", "technicien"),
        ("ouvrier ouvrière", "ouvrier"),
        ("cuisinier cuisinière", "cuisinier"),
        ("boulanger boulangère", "boulanger"),
        ("boucher bouchère", "boucher"),
        ("horloger horlogère", "horloger"),
        ("coiffeur coiffeuse", "coiffeur"),
        ("maçon maçonne maçons maçonnes", "macon"),
        ("ingénieur ingénieure ingénieures", "ingenieur"),
        ("chef cheffe chefs cheffes", "chef"),
        ("employé employée employés employées", "employe"),
        ("chargé chargée chargés chargées", "charge"),
        ("moniteur monitrice", "moniteur"),
        ("formateur formatrice", "formateur"),
        ("animateur animatrice", "animateur"),
        ("éducateur éducatrice", "educateur"),
        ("hôte hôtesse hôtes hôtesses", "hote"),
        ("maître maîtresse maîtres", "maitre"),
        ("professeur professeure", "professeur"),
        ("auteur autrice auteure", "auteur"),
        ("pharmacien pharmacienne", "pharmacien"),
        ("sculpteur sculptrice", "sculpteur"),
        ("masseur masseuse", "masseur"),
        ("opérateur opératrice", "operateur"),
        ("livreur livreuse", "livreur"),
        ("magasinier magasinière", "magasinier"),
        ("caissier caissière", "caissier"),
        ("préparateur préparatrice", "preparateur"),
        ("secouriste secouristes", "secouriste"),
        ("facteur factrice", "facteur"),
        ("avocat avocate avocats avocates", "avocat"),
        ("commercial commerciale commerciaux commerciales", "commercial"),
        ("sportif sportive sportifs sportives", "sportif"),
        ("vétérinaire vétérinaires", "veterinaire"),
        ("ambassadeur ambassadrice", "ambassadeur"),
        ("enquêteur enquêteuse enquêtrice", "enqueteur"),
        ("apprenti apprentie apprentis apprenties", "apprenti"),
        ("étudiant étudiante étudiants", "etudiant"),
        ("salarié salariée salariés", "salarie"),
        ("lycéen lycéenne", "lyceen"),
        ("barman barmaid barmaids", "barman"),
        ("professionnel professionnelle professionnels", "professionnel"),
        ("sérieux sérieuse sérieuses", "serieux"),
        ("dangereux dangereuse dangereuses", "dangereux"),
        ("premier première premiers premières", "premier"),
        ("bureau bureaux", "bureau"),
        ("matériau matériaux", "materiau"),
        ("hôpital hôpitaux", "hopital"),
    ],
)
def test_forms_of_a_word_have_one_key(forms, key):
    assert set(words(forms)) == {key}


def test_compound_trades_have_one_key():
    for text in ("aide-soignant", "aide soignante", "Aides-soignants", "AIDES SOIGNANTES"):
        assert fold(text) == "aide soignant"
    assert fold("sage-femme") == fold("sages-femmes") == "sage femme"


@pytest.mark.parametrize(
    ("writings", "folded"),
    [
        ("35h|35 h|35\u00a0h|35H|35 heures|35\u202fHeures", "35h"),
        ("8h30|8 h 30|8\u00a0h\u00a030|8h 30", "8h 30"),
        ("weekend|week-end|week end|week‑end|Weekends|WEEK-ENDS", "weekend"),
        ("2000|2 000|2\u00a0000|2\u202f000|2\u2009000", "2000"),
        ("1250000|1 250 000", "1250000"),
        ("3x8|3 x 8|3×8|3\u00a0×\u00a08|3X8|3-x-8", "3x8"),
        ("covoiturage|co-voiturage|co voiturage|Covoiturages", "covoiturage"),
        ("télétravail|télé-travail|tele travail", "teletravail"),
        ("téléconseillère|télé-conseiller|télé-conseiller(ère)", "teleconseiller"),
        ("auto-école|autoécole|auto école|auto-écoles", "autoecole"),
        ("mi-temps|mi temps", "mitemps"),
        (
            "Vendeur HF|Vendeur H.F.|Vendeur H/F|Vendeur (h/f)|Vendeur F.H|vendeuse - H . F",
            "vendeur",
        ),
        ("C.D.I.|CDI|c.d.i", "cdi"),
        ("B.T.S. commerce|BTS commerce", "bts commerce"),
    ],
)
def test_two_writings_of_a_word_are_one(writings, folded):
    assert {fold(writing) for writing in writings.split("|")} == {folded}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("03 84 90 12 34", "03 84 90 12 34"),
        ("CAP 2 ans, 350 € brut", "cap 2 ans 350 brut"),
        ("12 2025", "12 2025"),
        ("3 x 8 h", "3x8 h"),
        ("un weekend de 8 heures à 12 heures", "un weekend de 8h 12h"),
        ("quelques heures", "quelque heure"),
        ("micro-crèche et e-commerce", "micro creche et e commerce"),
        ("chargé.e.s.", "charge"),
        ("Node.js et la S.N.C.F.", "node js et la sncf"),
    ],
)
def test_words_that_are_two_stay_two(text, folded):
    assert fold(text) == folded


COMMON_WORDS = """
    heure demi-heure matrice cicatrice matière carrière frontière machine semaine entreprise service
    permis vente santé logistique maintenance cuisine rivière usine caisse chaudière beurre équipe
    formation ménage crèche peinture soudure électricité barrière lumière filière croisière
    cafetière pépinière poussière personne plante attente trente amiante brocante journée année
    donnée entrée tournée randonnée lycée musée durée lessive initiative coopérative vaisselle
    parcelle truelle échelle demeure travaux temps cours secours parcours concours congrès accès
    succès toujours français garage stage charpente capitaine médecine assurance agence gestion
    banque garde aide poste public bus mois bois gaz prix choix
"""


@pytest.mark.parametrize("word", COMMON_WORDS.split())
def test_common_words_of_offers_stay_as_they_are(word):
    plain = " ".join(tokens(word))
    assert fold(word) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("carrière", "carrier"),
        ("travaux", "travail"),
        ("portée", "porte"),
        ("motivé", "motif"),
        ("données", "donne"),
        ("entrée", "entre"),
        ("livrée", "livre"),
        ("tournée", "tourne"),
        ("ménage", "ménagère"),
        ("pépinière", "pépin"),
        ("portière", "portier"),
        ("cafetière", "cafetier"),
        ("vente", "vent"),
        ("plante", "plant"),
        ("médecine", "médecin"),
        ("cuisine", "cuisinière"),
        ("caisse", "caissière"),
        ("électricité", "électricienne"),
        ("soudure", "soudeuse"),
        ("formation", "formatrice"),
        ("personne", "personnelle"),
        ("heureuse", "heure"),
        ("cours", "cour"),
        ("matrice", "matière"),
        ("taux", "tal"),
        ("émaux", "email"),
    ],
)
def test_words_that_people_tell_apart_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Agent d'entretien", "agent entretien"),
        ("Chargé d’accueil", "charge accueil"),
        ("l'équipe qu'on forme", "equipe on forme"),
        ("aujourd'hui", "aujourd hui"),
        ("Aide à domicile", "aide domicile"),
        ("a'es", "es"),
        ("aide a domicile", "aide domicile"),
        ("garde d'enfants", "garde enfant"),
        ("Gros œuvre", "gros oeuvre"),
        ("soudeur–monteur", "soudeur monteur"),
        ("sou\u00addeur", "soudeur"),
        ("soudeur\x00monteur\tTIG\nMIG", "soudeur monteur tig mig"),
        ("\ufb01nancière", "financier"),
        ("Vendeur H/F", "vendeur"),
        ("Vendeur (F/H)", "vendeur"),
        ("Vendeur - h / f", "vendeur"),
        ("Vendeur H-F", "vendeur"),
        ("Vendeur (HF)", "vendeur"),
        ("Vendeur (h/f/x)", "vendeur"),
        ("Vendeur(se)", "vendeur"),
        ("Vendeur/se", "vendeur"),
        ("Vendeur.euse", "vendeur"),
        ("Vendeur·se·s", "vendeur"),
        ("Infirmier (ère)", "infirmier"),
        ("employé(e)s", "employe"),
        ("Chargé·e·s", "charge"),
        ("agent.e.s", "agent"),
        ("directeur-trice", "directeur"),
        ("professionnel(le)(s)", "professionnel"),
        ("enseignant(e)-chercheur(se)", "enseignant chercheur"),
        ("Développeur C++, C# et .NET", "developpeur cplusplus csharp et dotnet"),
        ("ASP.NET", "asp dotnet"),
        ("Node.js", "node js"),
        ("e-commerce", "e commerce"),
        ("Châtenois-les-Forges", "chatenois les forge"),
        ("Rougemont le Château", "rougemont le chateau"),
        ("Rougemont-le-Château", "rougemont le chateau"),
        ("chargé-e-s de mission", "charge de mission"),
        ("formateur-rice (CDD)", "formateur cdd"),
        ("aide-soignant(e)-chef(fe)", "aide soignant chef"),
        ("CDI/CDD", "cdi cdd"),
        ("bac+2, 35h, 2x8", "bac 2 35h 2x8"),
        ("Permis B", "permis b"),
        ("", ""),
        ("H/F", ""),
        ("سائق", ""),
        ("\ud800soudeuse\udfff", "soudeur"),
    ],
)
def test_text_is_folded(text, folded):
    assert fold(text) == folded
    assert words(text) == folded.split()


FRAGMENTS = """
    soudeuse é œ ’ ' - · . ( ) / h f H/F (e) euse trice iere ee eee ees aux eaux heure s es d' qu' a
    c++ c# .net H.F. c.d.i. 2 35 000 x × heures 8h30 week end co- voiturage télé
    a' ante ive women \u00ad \u0301 \ud800 \0 ß İ ﷺ ½
"""
fragments = st.sampled_from([" ", *FRAGMENTS.split()])


@given(st.one_of(st.text(), st.text(st.characters()), st.lists(fragments).map("".join)))
def test_any_text_folds_to_ascii_words_and_folding_twice_changes_nothing(text):
    folded = fold(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded
    assert words(text) == folded.split()


@given(
    st.from_regex(
        r"[a-z]{0,6}(?:(?:eu|s|es|e|x|aux|euse|trice|iere|ee|ale|ante|ive){1,16})", fullmatch=True
    )
)
def test_the_key_of_a_key_is_itself(word):
    assert masculine(masculine(word)) == masculine(word)


def test_listed_words_are_consistent():
    assert [word for word, key in _IRREGULAR.items() if masculine(key) != key] == []
    assert [word for word in _KEPT if masculine(word) != word] == []
    assert _KEPT.isdisjoint(_IRREGULAR)


def test_no_kept_word_is_useless(monkeypatch):
    monkeypatch.setattr(folding, "_KEPT", frozenset())
    assert [word for word in _KEPT if folding._step(word) == word] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "a",
        "aa ",
        "aa(",
        "ab.e",
        "'",
        "d'",
        "h/f",
        "h / ",
        " ",
        "(",
        "é",
        "euse",
        "c++",
        ".net",
        "-e-",
        "a.",
        "1 000 ",
        "8h30 x ",
        "week end ",
    ],
)
def test_time_grows_with_the_length_only(pattern):
    """10,000 characters of whatever might make a pattern go back and forth take milliseconds."""
    text = (pattern * 10_000)[:10_000]
    start = time.process_time()
    fold(text)
    assert time.process_time() - start < 0.25
