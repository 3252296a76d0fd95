"""What the screen of a message shows."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList

from snippets.mail.cms.forms import MailTemplateForm


class MailTestPanel(HelpPanel):
    """The button that sends what the form holds to who is signed in."""

    class BoundPanel(HelpPanel.BoundPanel):
        """With the address of the button."""

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Any:
            name = self.instance.snippet_viewset.get_url_name("test")
            return super().get_context_data(parent_context) | {
                "test_url": reverse(name, args=(quote(self.instance.pk),))
            }


MAIL_TEMPLATE = ObjectList(
    [
        HelpPanel(template="snippets/mail/help.html", heading="Quand il part"),
        FieldPanel("subject", help_text="Sur une ligne. Vide\u00a0: l’objet d’origine."),
        FieldPanel("body", help_text="Vide\u00a0: le texte d’origine."),
        HelpPanel(template="snippets/mail/variables.html", heading="Mots remplacés à l’envoi"),
        MailTestPanel(template="snippets/mail/test.html", heading="L’essayer"),
    ],
    base_form_class=MailTemplateForm,
)
