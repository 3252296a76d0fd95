"""Wagtail's own helpers of tests work on each type of page, as its guide shows them."""

from django.apps import apps
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    streamfield,
)

from pages.models import (
    HomePage,
    JobOfferIndexPage,
    JobOfferPage,
    NewsIndexPage,
    RecruitmentSessionIndexPage,
    VolunteeringIndexPage,
)
from tests.editorial_factories import ContentPageFactory, NewsPageFactory
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)

# Their addresses have screens of ours, and the first shows no draft either.
SHOWN_BY_SCREENS = {JobOfferIndexPage, RecruitmentSessionIndexPage, VolunteeringIndexPage}


class EveryPageTests(WagtailPageTestCase):
    def setUp(self):
        for factory in (
            ContentPageFactory,
            NewsPageFactory,
            JobOfferPageFactory,
            RecruitmentSessionPageFactory,
            VolunteeringPageFactory,
        ):
            factory()

    def posted(self, page):
        """What the editor posts: the helpers leave blocks to their caller, who has no script."""
        self.client.force_login(self._pageiseditable_superuser)
        editor = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        data = querydict_from_html(editor.content.decode(), form_id="page-edit-form")
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                data.update(nested_form_data({field.name: streamfield([])}))
        return data

    def test_each_type_is_routed_rendered_edited_and_previewed(self):
        types = {
            model
            for model in apps.get_app_config("pages").get_models()
            if issubclass(model, Page) and not model._meta.abstract
        }
        for model in types:
            with self.subTest(model.__name__):
                page = model.objects.live().first()
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page, accept_redirect=model in SHOWN_BY_SCREENS)
                self.assertPageIsEditable(page)
                self.assertPageIsPreviewable(page, post_data=self.posted(page))

    def test_signing_in_opens_the_cms(self):
        user = self.login()
        assert self.client.get("/cms/").status_code == 200
        assert user.is_superuser
        self.assertAllowedParentPageTypes(JobOfferPage, {JobOfferIndexPage})
        self.assertCanNotCreateAt(NewsIndexPage, HomePage)
