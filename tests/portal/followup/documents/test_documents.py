"""Documents: what comes in, who opens it, what is withdrawn."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError
from django.utils import timezone
from PIL import Image

from portal.accounts.actors import Actor
from portal.followup.access.models import AccessEntry
from portal.followup.documents import services
from portal.followup.documents.errors import DocumentError
from portal.followup.documents.models import CaseDocument
from portal.followup.models import EngagementContract
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.cast import browser, make_cast
from tests.portal.followup.people_of_the_area import in_test_scope
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
Act = AccessEntry.Act


def pdf(pages=1, **options):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    stream = BytesIO()
    document.save(stream, **options)
    return stream.getvalue()


def picture(kind="JPEG", size=(300, 200)):
    stream = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Jeanne"
    Image.new("RGB", size, "red").save(stream, kind, exif=exif)
    return stream.getvalue()


PDF, JPEG, PNG = pdf(), picture(), picture("PNG")


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


@pytest.fixture(autouse=True)
def no_file_left():
    yield
    storage = storages["private"]
    if storage.exists("followup"):
        for name in storage.listdir("followup")[1]:
            storage.delete(f"followup/{name}")


@in_test_scope
def make_document(case, author, content=PDF, **fields):
    document = CaseDocument(
        beneficiary=case,
        title="Attestation",
        media_type="application/pdf",
        size=len(content),
        author_name=author.name,
        created_by=author.user,
        **fields,
    )
    document.file.save("", ContentFile(content), save=False)
    document.save()
    return document


def address(cast, path=""):
    return f"/suivi/dossiers/{cast.case.pk}/documents/{path}"


def typed(content=PDF, name="bail.pdf", title="Bail"):
    return {"file": SimpleUploadedFile(name, content), "title": title}


def rows():
    with system_scope(Scope.TEST):
        return list(CaseDocument.unscoped.order_by("pk"))


def acts(**fields):
    with system_scope(Scope.TEST):
        return list(AccessEntry.unscoped.filter(**fields))


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "bail.pdf", "application/pdf"),
        (JPEG, "carte.JPG", "image/jpeg"),
        (PNG, "scan.png", "image/png"),
    ],
)
def test_a_document_is_written_again_and_kept_in_private(cast, content, name, media_type):
    answer = browser(cast.nurse).post(address(cast, "ajouter/"), typed(content, name))
    assert answer.status_code == 302
    (row,) = rows()
    assert (row.media_type, row.title, row.author_name) == (media_type, "Bail", cast.nurse.name)
    assert row.file.storage is storages["private"]
    # Neither who it is nor what they call it.
    assert row.file.name.startswith("followup/")
    assert "bail" not in row.file.name
    with row.file.open("rb") as file:
        kept = file.read()
    assert row.size == len(kept)
    for left_out in (b"JavaScript", b"Appareil de Jeanne"):
        assert left_out not in kept


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"MZ programme", "bail.pdf", "n’est pas ce que son nom annonce"),
        (JPEG, "bail.pdf", "n’est pas ce que son nom annonce"),
        (PDF, "photo.jpg", "n’est pas ce que son nom annonce"),
        (PDF, "bail.exe", "n’est pas ce que son nom annonce"),
        (b"PK\x03\x04 docx", "lettre.docx", "ni un PDF, ni une image"),
        (PDF[:200], "bail.pdf", "abîmé"),
        (JPEG[:300], "photo.jpg", "abîmé"),
        (
            pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
            "bail.pdf",
            "protégé par un mot de passe",
        ),
        (pdf(151), "bail.pdf", "trop de pages"),
        (PDF + b" " * 5_000_000, "bail.pdf", "5\u00a0Mo au plus"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(
    cast, content, name, message
):
    answer = browser(cast.referent).post(address(cast, "ajouter/"), typed(content, name))
    assert answer.status_code == 422
    assert message in answer.context["form"].errors["file"][0]
    assert answer.context["form"]["title"].value() == "Bail"
    assert rows() == []


def test_a_refused_file_is_a_line_of_the_log_without_its_content(cast):
    browser(cast.referent).post(address(cast, "ajouter/"), typed(JPEG, "Jeanne Martin.pdf"))
    (line,) = acts(act=Act.REFUSED)
    assert (line.user, line.beneficiary_id) == (cast.referent.user, cast.case.pk)
    assert line.reason == "fichier refusé (lies)"


def test_nothing_sent_is_said_at_the_field(cast):
    answer = browser(cast.referent).post(address(cast, "ajouter/"), {"title": "Bail"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]


def test_a_document_is_opened_by_who_reads_the_case_and_it_is_logged(cast):
    row = make_document(cast.case, cast.referent)
    for who in ("referent", "nurse", "deputy", "manager", "breaker"):
        reader = getattr(cast, who)
        answer = browser(reader).get(address(cast, f"{row.pk}/"))
        assert answer.status_code == 200
        assert answer.content == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="Attestation.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        (line,) = acts(act=Act.READ_DOCUMENT, user=reader.user)
        assert (line.beneficiary_id, line.reason) == (cast.case.pk, f"document {row.pk}")
    as_file = browser(cast.referent).get(address(cast, f"{row.pk}/?telecharger"))
    assert as_file["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["", "ajouter/", "{pk}/", "{pk}/retirer/"])
def test_strangers_find_no_document(cast, path):
    row = make_document(cast.case, cast.referent)
    for who, (user, status) in cast.outside.items():
        got = signed_in(user).get(address(cast, path.format(pk=row.pk))).status_code
        assert got == status, who


@pytest.mark.parametrize("path", ["{pk}/", "{pk}/retirer/"])
def test_the_document_of_another_case_is_not_found(cast, path):
    theirs = make_document(cast.other_case, cast.stranger)
    mine = make_document(cast.case, cast.referent)
    reader = browser(cast.referent)
    assert reader.get(address(cast, path.format(pk=theirs.pk))).status_code == 404
    there = f"/suivi/dossiers/{cast.other_case.pk}/documents/{path.format(pk=mine.pk)}"
    assert reader.get(there).status_code == 404


def test_an_emergency_opens_documents_and_adds_or_withdraws_none(cast):
    row = make_document(cast.case, cast.referent)
    reader = browser(cast.breaker)
    assert "Ajouter un document" not in reader.get(address(cast)).content.decode()
    for path in ("ajouter/", f"{row.pk}/retirer/"):
        assert reader.get(address(cast, path)).status_code == 404
        assert reader.post(address(cast, path), typed()).status_code == 404
    with pytest.raises(ProgrammingError), undone(), acting_as(cast.breaker.user):
        services.add(
            beneficiary=cast.case,
            upload=SimpleUploadedFile("bail.pdf", PDF),
            title="Bail",
            kind=None,
            actor=Actor(cast.breaker.user),
        )


def test_a_document_that_is_withdrawn_is_kept_and_opened_by_nobody(cast):
    row = make_document(cast.case, cast.referent)
    reader = browser(cast.nurse)
    path = address(cast, f"{row.pk}/retirer/")
    assert reader.post(path, {}).status_code == 422
    assert reader.post(path, {"reason": "Mauvais dossier"}).status_code == 302
    with system_scope(Scope.TEST):
        row = fresh(row)
    assert row.removed_at is not None
    assert row.file.storage.exists(row.file.name)
    page = reader.get(address(cast)).content.decode()
    assert "Mauvais dossier" in page
    assert address(cast, f"{row.pk}/") not in page
    for who in (cast.referent, cast.nurse, cast.manager):
        assert browser(who).get(address(cast, f"{row.pk}/")).status_code == 404
    assert reader.post(path, {"reason": "Encore"}).status_code == 404


def test_a_signed_contract_stays_in_the_case(cast):
    row = make_document(cast.case, cast.referent)
    with system_scope(Scope.TEST):
        EngagementContract.unscoped.create(beneficiary=cast.case, signed_document=row)
    actor = Actor(cast.referent.user)
    with acting_as(cast.referent.user), pytest.raises(DocumentError, match="contrat signé"):
        services.withdraw(document=row, reason="Erreur", actor=actor)


def test_a_lost_file_is_not_found(cast):
    row = make_document(cast.case, cast.referent)
    row.file.storage.delete(row.file.name)
    assert browser(cast.referent).get(address(cast, f"{row.pk}/")).status_code == 404


def test_files_that_no_document_names_are_deleted_after_a_day(cast):
    row = make_document(cast.case, cast.referent)
    storage = storages["private"]
    lost = storage.save("followup/perdu.pdf", ContentFile(PDF))
    now = timezone.now()
    services.delete_orphan_files(now=now)
    assert storage.exists(lost)
    # At least this one: other tests of the process left theirs.
    assert services.delete_orphan_files(now=now + timedelta(days=2)) >= 1
    assert not storage.exists(lost)
    assert storage.exists(row.file.name)


def test_the_tab_costs_the_same_for_one_and_twenty(cast):
    make_document(cast.case, cast.referent)
    reader = browser(cast.referent)
    few = queries_of(reader, address(cast))
    for _ in range(19):
        make_document(cast.case, cast.nurse)
    assert queries_of(reader, address(cast)) == few
