"""Questions on a page of their own, of every theme."""

from typing import Any, ClassVar

from snippets.form_views import ServiceFormView


class QuestionView(ServiceFormView):
    """What is asked, what follows, what the button says."""

    title: ClassVar[str]
    explains: ClassVar[str] = ""
    button: ClassVar[str]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title, explains=self.explains, button=self.button, **kwargs
        )
