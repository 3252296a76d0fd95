"""Whatever the form accepts is printed, or named in the preview: nothing is lost without a word."""

import json
import unicodedata
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.pdf_text import extract_text
from tests.portal.accounts.people import signed_in
from tests.portal.candidates.things import candidate
from tests.sizes import at_size

pytestmark = pytest.mark.django_db(transaction=False)

EMPTY = {
    "basics": {"name": "Nadia Lefort", "phone": "06 12 34 56 78"},
    **{
        name: [{"x-declic": {"id": "one1"}}]
        for name in ("work", "education", "skills", "languages", "certificates", "interests")
    },
}
# Of each kind of question that takes a text, and of each way to print one.
FIELDS = {
    "basics.name": "Prénom et nom",
    "basics.label": "Métier recherché",
    "basics.location.city": "Commune",
    "basics.email": "Adresse e-mail",
    "basics.summary": "Quelques mots sur vous",
    "work:one1.position": "Poste (Expérience 1)",
    "work:one1.name": "Employeur (Expérience 1)",
    "work:one1.highlights": "Ce que vous y faisiez (Expérience 1)",
    "education:one1.area": "Domaine ou spécialité (Formation 1)",
    "skills:one1.name": "Compétence 1",
    "languages:one1.language": "Langue 1",
    "certificates:one1.name": "Nom (Certificat 1)",
    "interests:one1.keywords": "Détails (Centre d’intérêt 1)",
}
# Set as a typographer does, and what begins an item or separates two: see `pdf/typography.py`.
SET_OTHERWISE = frozenset("'\"’“”„«».…,;:!?%/|()[]{}-‐‑‒–—―−*•·●_＿﹣－")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12),
    st.text(st.sampled_from("aé漢ა🎉★→ﬁ²�م-\u0301\u200d\U0001fae9 \n("), min_size=1, max_size=12),
)


def seen(text: str) -> set[str]:
    """The signs that a reader sees in a text, but for marks and what is set otherwise."""
    return {
        sign
        for sign in unicodedata.normalize("NFKC", text).casefold()
        if unicodedata.category(sign)[0] in "LNPS" or is_unknown(sign)
    } - SET_OTHERWISE


def is_unknown(sign: str) -> bool:
    """Newer than our tables, or of a private font: a reader sees it, or a box in its place."""
    is_no_sign = 0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE
    return unicodedata.category(sign) in ("Cn", "Co") and not is_no_sign


@settings(
    max_examples=at_size(12, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(TEXTS, min_size=1, max_size=6))
@example(["\U0001fae9"])  # an emoji of this year, which our tables do not know
@example(["●● x"])
@example(["\ue000 x"])
def test_each_sign_that_is_typed_is_printed_or_named(texts: list[str]) -> None:
    person = candidate()
    cv = person.cvs.create(title="Mon CV", slot=1, document=EMPTY)
    browser = signed_in(person)
    base = json.dumps(dict.fromkeys(FIELDS, "") | {"basics.name": "Nadia Lefort"})
    typed = {name: texts[place % len(texts)] for place, name in enumerate(FIELDS)}
    answer = browser.post(reverse("cv:edit", args=[cv.pk]), {**typed, "base": base, "save": "1"})
    assert answer.status_code in (302, 422)
    cv.refresh_from_db()
    preview = browser.get(reverse("cv:preview", args=[cv.pk]))
    page = unescape(preview.text)
    pdf = browser.get(reverse("cv:pdf", args=[cv.pk])).content
    printed = seen(extract_text(pdf))
    remarks = [*preview.context["errors"], *preview.context["advice"]]
    for name, label in FIELDS.items():
        said = " ".join(remark.text for remark in remarks if remark.about == label)
        assert said in page or all(remark.text in page for remark in remarks)
        if "et d’autres" in said or (name == "basics.email" and said):
            continue
        kept = typed[name].replace("\x00", "")
        assert seen(kept) - printed - seen(said) == set(), (name, kept, said)
