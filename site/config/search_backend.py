"""Wagtail's search with words folded, in its index and in what is asked: accents never matter.

Pages, images and documents of the CMS, and `?search=` of the API v2. After a change of the folding,
`manage.py wagtail_update_index` makes the index again.
"""

from copy import copy
from typing import Any, ClassVar

from modelsearch.backends.database.postgres import postgres
from modelsearch.query import Phrase, PlainText

from snippets.folding import without_accents


class FoldedIndexer(postgres.ObjectIndexer):
    """What an object has in the index."""

    def as_vector(self, texts: list[tuple[str, str]], for_autocomplete: bool = False) -> Any:  # noqa: FBT001, FBT002
        folded = [(without_accents(text), weight) for text, weight in texts]
        return super().as_vector(folded, for_autocomplete)


# The index makes its indexers by this name, and has no other place to choose their class.
postgres.ObjectIndexer = FoldedIndexer


class _FoldedQuery:
    """A column that is named (`fields=`) is read as it is, and so are the words looked for."""

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:  # noqa: FBT001, FBT002
        if isinstance(query, (PlainText, Phrase)) and self.fields is None:  # type: ignore[attr-defined]
            query = copy(query)
            query.query_string = without_accents(query.query_string)
        return super().build_tsquery_content(query, config, invert)  # type: ignore[misc]


class FoldedCompiler(_FoldedQuery, postgres.PostgresSearchQueryCompiler):
    """Whole words."""


class FoldedAutocompleteCompiler(_FoldedQuery, postgres.PostgresAutocompleteQueryCompiler):
    """The beginning of the last word."""


class SearchBackend(postgres.PostgresSearchBackend):
    """What `WAGTAILSEARCH_BACKENDS` names."""

    query_compiler_class: ClassVar[type] = FoldedCompiler
    autocomplete_query_compiler_class: ClassVar[type] = FoldedAutocompleteCompiler
