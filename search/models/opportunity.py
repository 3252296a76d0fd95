"""The opportunity index: one flat row for whatever the public can find."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from search.fields import Coordinate, PointField


class Kind(models.TextChoices):
    """The three kinds of opportunity."""

    JOB = "job", "Emploi"
    VOLUNTEERING = "volunteering", "Bénévolat"
    SESSION = "session", "Session de recrutement"


class Opportunity(models.Model):
    """Opportunité trouvable. Public requests read this table only, without a join.

    The row of a page has the page's id; rows of external feeds will take ids from 10⁹ up.
    A row exists while its page is live; `expires_at` is a filter besides, in every query.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=30, default="declic")
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=500, blank=True)
    organisation_id = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=150, blank=True)
    organisation_slug = models.CharField(max_length=160, blank=True)
    # The name in the storage of its logo's small file.
    organisation_logo = models.CharField(max_length=255, blank=True, default="", db_default="")
    commune_code = models.CharField(max_length=5, blank=True)
    commune_name = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    position = PointField(null=True)
    precision = models.CharField(max_length=10, blank=True)
    occupation_code = models.CharField(max_length=5, blank=True)
    occupation_label = models.CharField(max_length=200, blank=True)
    domain = models.CharField(max_length=1, blank=True)
    contract = models.CharField(max_length=20, blank=True)
    duration_months = models.PositiveSmallIntegerField(null=True)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    working_time = models.CharField(max_length=5, blank=True)
    schedules = ArrayField(models.CharField(max_length=10), default=list)
    beginner_accepted = models.BooleanField(default=False)
    no_licence = models.BooleanField(default=False)
    siae = models.BooleanField(default=False)
    disabled_workers_welcome = models.BooleanField(default=False)
    transport = models.BooleanField(default=False)
    positions = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    # The last publication: what feeds, calendars and sitemaps call the last change.
    updated_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    # What cards and lists show of one kind only, and no search filters by: see `adapters`.
    details = models.JSONField(default=dict)
    document = SearchVectorField()

    class Meta:
        verbose_name = "opportunité"
        ordering = ("-published_at", "-id")
        indexes = [
            GinIndex(fields=("document",), name="search_opp_document"),
            # For what is nearest. Boxes have the next one, whose statistics the planner reads.
            GistIndex(fields=("position",), name="search_opp_position"),
            models.Index(
                Coordinate("position", axis=0),
                Coordinate("position", axis=1),
                name="search_opp_coordinates",
            ),
            models.Index(fields=("-published_at", "-id"), name="search_opp_newest"),
            models.Index(fields=("organisation_id",), name="search_opp_organisation"),
            # The last expiry, which changes answers without any writing.
            models.Index(fields=("expires_at",), name="search_opp_expiry"),
            models.Index(fields=("occupation_code", "-published_at"), name="search_opp_trade"),
            models.Index(
                fields=("starts_at", "id"), condition=Q(kind="session"), name="search_opp_agenda"
            ),
            # A size of an image that goes is looked for here; few rows have one.
            models.Index(
                fields=("organisation_logo",),
                condition=~Q(organisation_logo=""),
                name="search_opp_logo",
            ),
            GinIndex(fields=("details",), opclasses=("jsonb_path_ops",), name="search_opp_details"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["job", "volunteering", "session"]), name="search_opp_kind"
            )
        ]

    # Set by the queries that have a place to count from.
    distance_km: float | None = None

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def latitude(self) -> float | None:
        """Degrees, WGS 84."""
        return self.position[1] if self.position else None

    @property
    def longitude(self) -> float | None:
        """Degrees, WGS 84."""
        return self.position[0] if self.position else None
