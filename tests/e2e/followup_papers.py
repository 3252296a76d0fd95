"""What comes into the area from outside: a file of the CAF, a paper that was signed."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from demo.followup_files import DemoHousehold, DemoPerson
from demo.followup_story import TOWNS, DemoFile


def monthly_file(today: date) -> DemoFile:
    """What the CAF says at the end of the last month: one household that nobody knows."""
    month = today.replace(day=1) - timedelta(days=1)
    person = DemoPerson(
        birth_name="Humbert", first_name="Zoé", birth_date=date(1988, 4, 2), is_woman=True
    )
    home = DemoHousehold(
        matricule=f"{100_001:015}",
        people=(person,),
        claimed_on=month - timedelta(days=20),
        opened_on=month - timedelta(days=12),
        number="7",
        street="des Lilas",
        town=TOWNS[0],
    )
    return DemoFile(month, today, [home])


def scan() -> dict[str, Any]:
    """The paper, as a copier gives it."""
    content = BytesIO()
    Image.new("L", (60, 85), 250).save(content, "PNG")
    return {"name": "contrat signé.png", "mimeType": "image/png", "buffer": content.getvalue()}
