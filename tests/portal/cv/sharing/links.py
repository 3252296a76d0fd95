"""People, CVs and links as the tests of sharing need them."""

from portal.accounts.level_names import LevelName
from portal.cv.services import create_cv, create_share
from portal.cv.sharing.secrets import new_key
from tests.portal.accounts.people import person_with

DOCUMENT = {
    "basics": {
        "name": "Éloïse Martin",
        "email": "eloise.martin@exemple.test",
        "phone": "06 39 98 41 07",
        "label": "Cuisinière",
        "location": {"city": "Delle", "address": "3 rue des Tanneurs"},
        "url": "https://eloise-martin.exemple.test",
    },
    "work": [
        {
            "position": "Aide de cuisine",
            "name": "Cantine des Glacis",
            "highlights": ["Recommandée par Mme Martin, joindre le 06 39 98 41 07"],
        }
    ],
}
SECRETS = ("Martin", "martin", "Éloïse", "eloise", "39 98 41", "3998", "Delle", "Tanneurs")


def candidate(**fields):
    return person_with(LevelName.CANDIDATE, **fields)


def cv_of(owner, document=DOCUMENT):
    return create_cv(owner=owner, title="Cuisine de Martin", document=document)


def share(cv, **wishes):
    return create_share(cv=cv, user=cv.owner, key=new_key(), **wishes)


def path_of(made) -> str:
    return f"/cv/{made.token}/"
