"""“Espace pro” in the menus of existing sites led companies to the staff's CMS."""

from django.db import migrations

CMS, DOOR, LABEL = "/cms/", "/espace-pro/", "espace pro"


def _lead_to_the_door(value):
    """Change the links of a menu or of a column, wherever they are; tell whether any was."""
    if isinstance(value, list):
        return any([_lead_to_the_door(item) for item in value])
    if not isinstance(value, dict):
        return False
    if str(value.get("label", "")).strip().lower() == LABEL and value.get("address") == CMS:
        value["address"] = DOOR
        return True
    return any([_lead_to_the_door(item) for item in value.values()])


def lead_companies_to_their_space(apps, schema_editor):
    """Only this label with this address: what staff wrote otherwise is theirs."""
    for navigation in apps.get_model("pages", "Navigation").objects.all():
        menu, columns = list(navigation.main_menu.raw_data), list(navigation.footer_columns.raw_data)
        changed = [_lead_to_the_door(menu), _lead_to_the_door(columns)]
        if any(changed):
            navigation.main_menu, navigation.footer_columns = menu, columns
            navigation.save(update_fields=["main_menu", "footer_columns"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0009_ends_decided_beside_the_editor")]

    operations = [
        migrations.RunPython(lead_companies_to_their_space, migrations.RunPython.noop),
    ]
